"""T18: a reviewer alone accepts nobody, chooses nothing, sees only what chance gave her and never what
is hers, and what she did can not be made undone."""

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.people import lookups
from llave.settings import settings
from llave.staff.chain import What, first_break
from llave.staff.members import Role
from llave.staff.reviews import ASSIGNED_FOR, MOST_EXCUSES
from tests.console import AtDesk, Console
from tests.console import console as made
from tests.events import Browser
from tests.functions.verify.conftest import Office, office
from tests.verifying import CURP, LUIS

__all__ = ["office"]


@pytest.fixture
def console(office: Office, monkeypatch: pytest.MonkeyPatch) -> Console:
    return made(office, monkeypatch)


def broken_at() -> int | None:
    return first_break(wiring.chain().entries(), wiring.chain().head())


def entry(number: int) -> dynamodb.Item:
    found = dynamodb.get(settings().table_ledger, "CHAIN#staff", f"{number:012d}")
    assert found is not None
    return found


def test_the_same_reviewer_twice_is_refused_and_nobody_is_accepted(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    rebeca.says(case, "accept")

    again = rebeca.decides(case, "accept")
    taken = rebeca.posts("/revision/tomar")

    assert again.status == 403
    assert taken.status == 409
    assert console.machine.told == []


def test_a_session_more_of_hers_is_still_her(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    rebeca.says(case, "accept")

    elsewhere = console.signed_in("rebeca", rebeca.staff)

    assert elsewhere.posts("/revision/tomar").status == 409
    assert elsewhere.decides(case, "accept").status == 403


def test_what_was_not_assigned_is_not_there(console):
    case = console.waiting_case()
    rebeca, samuel = console.reviewer("rebeca"), console.reviewer("samuel")
    rebeca.take()

    assert samuel.open(case).status == 404
    assert samuel.picture(case).status == 404
    assert samuel.decides(case, "accept").status == 404
    assert samuel.decides(case, "reject", reason="not_yours").status == 404
    assert samuel.open("no-such-case").status == 404
    assert console.machine.told == []


def test_chance_gives_the_case_and_not_the_reviewer(console):
    for number in range(6):
        console.office.account(f"q{number}")
        console.waiting_case(f"q{number}", f"d{number}")
    given = set()

    for number in range(12):
        taken = console.reviewer(f"r{number}").take()
        given.add(taken.page.forms[0].action)
        for one in wiring.review_records().of(f"d{n}" for n in range(6)).values():
            if one.assigned:
                dynamodb.client().delete_item(
                    TableName=settings().table_staff,
                    Key=dynamodb.key("REVIEWS", f"CASE#{one.case}"),
                )

    # Twelve times the same of six: once in three hundred million.
    assert len(given) > 1


def given_one(console: Console, reviewer: AtDesk) -> str:
    """The case that chance gave her."""
    reviewer.posts("/revision/tomar")
    records = wiring.review_records().of(f"d{n}" for n in range(6)).values()
    (case,) = [one.case for one in records if one.is_with(reviewer.staff, wiring.now())]
    return case


def test_who_gives_back_until_she_likes_the_case_is_stopped(console):
    for number in range(6):
        console.office.account(f"q{number}")
        console.waiting_case(f"q{number}", f"d{number}")
    rebeca = console.reviewer("rebeca")
    for _ in range(MOST_EXCUSES):
        case = given_one(console, rebeca)
        assert rebeca.posts(f"/revision/caso/{case}/excusa").status == 303

    fourth = given_one(console, rebeca)
    stopped = rebeca.posts(f"/revision/caso/{fourth}/excusa")

    assert stopped.status == 409
    assert "Ya devolviste tres casos hoy" in stopped.page.text
    assert wiring.review_records().get(fourth).assigned == rebeca.staff
    assert [e.line.what for e in wiring.chain().entries()].count(What.EXCUSED) == MOST_EXCUSES
    samuel = console.reviewer("samuel")
    assert samuel.posts(f"/revision/caso/{given_one(console, samuel)}/excusa").status == 303


def test_who_waits_until_a_case_is_not_hers_gets_it_again(console, monkeypatch):
    for number in range(6):
        console.office.account(f"q{number}")
        console.waiting_case(f"q{number}", f"d{number}")
    rebeca = console.reviewer("rebeca")
    case = given_one(console, rebeca)
    now = wiring.now
    monkeypatch.setattr(wiring, "now", lambda: now() + ASSIGNED_FOR)

    again = given_one(console, console.signed_in("rebeca", rebeca.staff))

    assert again == case


def test_her_own_case_is_never_hers_to_judge(console):
    console.waiting_case()
    herself = console.reviewer("ana", curp=CURP.value)

    assert herself.posts("/revision/tomar").status == 409


def test_nor_is_a_namesakes(console):
    console.waiting_case()
    sister = console.reviewer("sofia", family_name="Garcia", second_family_name="LOPEZ")

    assert sister.posts("/revision/tomar").status == 409


@pytest.mark.parametrize("written", ["GARCIA LOPEZ", "García López", "GARCÍA"])
def test_nor_where_the_issuer_has_one_field_for_her_surnames(console, written):
    console.waiting_case()
    sister = console.reviewer("sofia", family_name=written)

    assert sister.posts("/revision/tomar").status == 409


def test_whose_curp_the_issuer_does_not_say_judges_nothing(console):
    console.waiting_case()
    staff = console.member("ana", Role.REVIEWER)
    browser = Browser()

    assert console.enter(browser, "ana", curp=None).status == 403
    assert AtDesk(staff, browser).posts("/revision/tomar").location == "/revision/entrar"


def test_nor_one_that_turns_out_to_be_hers_when_it_is_in_her_hands(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    own = [index.key for index in lookups.by_curp(CURP, wiring.keyring()).all]
    dynamodb.update(
        settings().table_staff,
        "MEMBERS",
        f"STAFF#{rebeca.staff}",
        UpdateExpression="SET curp = :own",
        ExpressionAttributeValues=dynamodb.to_item({":own": own}),
    )

    assert rebeca.open(case).status == 403
    assert rebeca.decides(case, "accept").status == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"curp": LUIS.curp.value},
        {"family_name": "Hernandez", "second_family_name": "CRUZ"},
        {"family_name": "HERNÁNDEZ CRUZ"},
    ],
)
def test_nor_one_that_is_compared_with_her_own_or_a_namesakes(console, claims):
    console.seen_before()
    other = console.reviewer("luis", **claims)

    assert other.posts("/revision/tomar").status == 409
    assert wiring.review_records().get("c1").assigned is None


def test_nor_one_whose_other_side_turns_out_to_be_hers(console):
    console.seen_before()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    assert rebeca.picture("c1", "retrato-1").status == 200
    own = [index.key for index in lookups.by_curp(LUIS.curp, wiring.keyring()).all]
    dynamodb.update(
        settings().table_staff,
        "MEMBERS",
        f"STAFF#{rebeca.staff}",
        UpdateExpression="SET curp = :own",
        ExpressionAttributeValues=dynamodb.to_item({":own": own}),
    )

    assert rebeca.open("c1").status == 403
    assert rebeca.picture("c1", "retrato-1").status == 403
    assert rebeca.decides("c1", "accept").status == 403


def test_an_operator_judges_no_case(console):
    case = console.waiting_case()
    operator = console.signed_in("ofelia", console.member("ofelia", Role.OPERATOR))

    assert operator.posts("/revision/tomar").location == "/revision/personal"
    assert wiring.review_records().get(case).assigned is None
    assert operator.open(case).status == 403
    assert operator.picture(case).status == 403


def test_a_role_that_is_taken_ends_at_once(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    dynamodb.update(
        settings().table_staff,
        "MEMBERS",
        f"STAFF#{rebeca.staff}",
        UpdateExpression="SET #roles = :none",
        ExpressionAttributeNames={"#roles": "roles"},
        ExpressionAttributeValues=dynamodb.to_item({":none": []}),
    )

    assert rebeca.open(case).status == 403


def test_one_operator_gives_no_role_and_nobody_one_to_herself(console):
    ofelia = console.signed_in("ofelia", console.member("ofelia", Role.OPERATOR))
    tomas = console.signed_in("tomas", console.member("tomas", Role.OPERATOR))
    role = {"subject": "nuevo", "role": "reviewer", "change": "give"}
    own = {**role, "subject": "ofelia"}

    ofelia.posts("/revision/personal/proponer", **role)
    (grant,) = wiring.members().proposals(wiring.now())

    assert ofelia.posts("/revision/personal/confirmar", grant=grant.id).status == 403
    assert ofelia.posts("/revision/personal/proponer", **own).status == 403
    assert wiring.members().get(grant.staff) is None
    assert tomas.posts("/revision/personal/confirmar", grant=grant.id).status == 303
    given = wiring.members().get(grant.staff)
    assert given is not None
    assert given.roles == {Role.REVIEWER}


def test_an_operator_about_whom_it_is_does_not_confirm_it(console):
    ofelia = console.signed_in("ofelia", console.member("ofelia", Role.OPERATOR))
    tomas = console.signed_in("tomas", console.member("tomas", Role.OPERATOR))
    fields = {"subject": "tomas", "role": "reviewer", "change": "give"}
    ofelia.posts("/revision/personal/proponer", **fields)
    (grant,) = wiring.members().proposals(wiring.now())

    assert tomas.posts("/revision/personal/confirmar", grant=grant.id).status == 403


def test_an_edited_line_is_found(console):
    case = console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    rebeca.says(case, "reject", reason="not_yours")
    assert broken_at() is None
    found = next(e for e in wiring.chain().entries() if e.line.what == "found")
    item = entry(found.number)

    console.office.aws.put("ledger", {**item, "who": "st-somebody-else"})

    assert broken_at() == found.number


def test_a_line_that_is_gone_is_found(console):
    console.reviewer("rebeca")
    console.reviewer("samuel")
    key = dynamodb.key("CHAIN#staff", f"{2:012d}")

    dynamodb.client().delete_item(TableName=settings().table_ledger, Key=key)

    assert broken_at() == 2


def test_an_end_that_is_cut_off_is_found_by_who_wrote_it_down(console):
    console.reviewer("rebeca")
    known = wiring.chain().head()
    last, before = entry(known.number), entry(known.number - 1)
    head = {"pk": "CHAIN#staff", "sk": "HEAD", "number": known.number - 1, "hash": before["hash"]}

    console.office.aws.put("ledger", head)
    gone = dynamodb.key("CHAIN#staff", last["sk"])
    dynamodb.client().delete_item(TableName=settings().table_ledger, Key=gone)

    assert broken_at() is None
    found = first_break(wiring.chain().entries(), wiring.chain().head(), known)
    assert found == known.number


def test_lines_written_anew_from_the_middle_are_found_by_the_head(console):
    for name in ("rebeca", "samuel", "irene"):
        console.reviewer(name)
    third = entry(3)

    console.office.aws.put("ledger", {**third, "refs": {"amr": "pwd otp"}})

    assert broken_at() == 3
