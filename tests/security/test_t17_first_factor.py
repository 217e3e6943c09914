"""T17, the part of binding: a stolen password, or a reset by a medium, makes nobody Verificada by a
factor of his own, before the documents or after them."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.factor_items import CODES, TOTP
from llave.documents.cases import Case
from llave.documents.kinds import Slot
from llave.documents.reasons import Reason, Why
from llave.people.accounts import Level
from llave.people.bound import NoFactorLeft
from llave.people.holders import become_holder
from llave.settings import settings
from tests.aws import Aws
from tests.citizens import EMAIL, PASSWORD, PHONE, Citizen
from tests.events import Answer, api, call, page_post
from tests.photographing import INE, SLOTS, Photographing
from tests.post import deliver, mails, texts
from tests.robots import solved
from tests.steps import SECOND, SECURITY, She, level_of, rewind, session_item, settled
from tests.verifying import Town, evidence, town

NEW = "lampara-rio-papel-sol"
ADDING = ("llave-de-acceso", "aplicacion", "mensajes")


def factors(aws: Aws) -> list[str]:
    return [item["sk"] for item in aws.items("people") if item["sk"].startswith("FACTOR#")]


def gone(person: str, sk: str) -> None:
    """What was enrolled is lost, as no page lets it."""
    key = dynamodb.key(f"PERSON#{person}", sk)
    dynamodb.client().delete_item(TableName=settings().table_people, Key=key)


def recovered() -> None:
    """Whoever reads both media sets a new password."""
    body = {"email": EMAIL, "phone": PHONE, "captcha": solved()}
    assert call(api("POST", "/v1/recoveries", body)).status == 202


def reset(aws: Aws, password: str = NEW) -> She:
    """And signs in with it."""
    recovered()
    deliver(aws)
    links = [one for one in mails(EMAIL) if any("/recuperar/nueva" in to for to in one.links)]
    codes = [one for one in texts(PHONE) if "codigo para cambiar" in one.body]
    given = {"token": links[-1].token, "code": codes[-1].code, "password": password}
    assert call(api("POST", "/v1/recoveries/confirm", given)).status == 200
    whoever = She()
    whoever.sign_in(password=password, device="own")
    return whoever


@pytest.fixture
def unprotected(aws: Aws) -> She:
    """The thief has the password of a verified person who has no factor: data of before the rule."""
    Citizen(level=Level.VERIFICADA).settle(aws)
    thief = She()
    thief.sign_in(device="own")
    return thief


@pytest.mark.parametrize("path", ADDING)
def test_a_password_binds_no_first_factor_to_a_verified_account(
    aws: Aws, unprotected: She, path: str
) -> None:
    unprotected.browser.get(f"{SECURITY}/{path}")
    shown = unprotected.browser.path
    forms = {"code": "123456"} if path == "aplicacion" else {"credential": "{}"}
    forced = call(
        page_post(
            f"{SECURITY}/{path}",
            {} if path == "mensajes" else forms,
            unprotected.browser.cookies,
        )
    )

    assert shown == SECURITY
    assert "recupera tu cuenta" in unprotected.browser.last.page.text
    assert forced.location == SECURITY
    assert factors(aws) == []
    assert level_of(unprotected) == "basica"


def test_a_password_alone_opens_no_case_and_hands_none_in(aws: Aws) -> None:
    her = Photographing(aws)
    case = her.start()
    her.upload(case, *SLOTS)
    rewind(aws, "people", "ACCOUNT", asks_second=False)
    body = {"identifier": EMAIL, "password": PASSWORD, "device": "own"}
    thief = {"__Host-session": call(api("POST", "/v1/sessions", body)).kept["__Host-session"]}

    handed = call(api("POST", f"/v1/verifications/{case}/submit", {}, cookies=thief))
    her.set_case(case, state="cancelled")
    opened = call(api("POST", "/v1/verifications", INE, cookies=thief))

    for answer in (handed, opened):
        assert (answer.status, answer.json["code"]) == (403, "second_step_required")


def test_recovery_codes_alone_protect_nothing(aws: Aws) -> None:
    her = Photographing(aws, is_protected=False)
    aws.put("people", {"pk": "PERSON#p1", "sk": CODES, "hashes": {"x"}, "created_at": 1})

    answer = her.call("POST", "/v1/verifications", INE)

    assert (answer.status, answer.json["code"]) == (403, "second_factor_required")


def test_an_enrolment_raises_no_session_above_what_its_factor_is_worth(aws: Aws) -> None:
    thief = settled(aws)
    thief.add_app()
    rewind(aws, "people", "ACCOUNT", level=Level.VERIFICADA.value)

    assert session_item(aws, thief)["amr"] == ["pwd", "otp", "mfa"]
    assert level_of(thief) == "basica"


def test_the_session_before_the_first_factor_is_worth_nothing(aws: Aws) -> None:
    she = settled(aws)
    before = dict(she.browser.cookies)
    she.add_app()

    assert call(api("GET", "/v1/me", cookies=before)).status == 401


@pytest.mark.parametrize("path", ADDING)
def test_a_further_factor_takes_a_fresh_session_with_a_second_factor(aws: Aws, path: str) -> None:
    she = settled(aws)
    she.add_sms() if path != "mensajes" else she.add_app()
    fresh = int(wiring.now().timestamp() * 1000)
    stale = fresh - int(timedelta(minutes=6).total_seconds() * 1000)
    enrolled = factors(aws)

    for amr, at in ((["pwd"], fresh), (["pwd", "sms", "mfa"], stale)):
        rewind(aws, "sessions", "SESSION", amr=amr, auth_time=at)
        she.browser.get(f"{SECURITY}/{path}")
        assert she.browser.path == "/entrar/confirmar-identidad"
        forced = call(page_post(f"{SECURITY}/{path}", {"code": "123456"}, she.browser.cookies))
        assert forced.status in (303, 422)
    assert factors(aws) == enrolled


def test_a_reset_by_the_media_lets_nobody_in_with_a_first_factor_of_his_own(
    aws: Aws, unprotected: She
) -> None:
    thief = reset(aws)
    thief.add_app()
    thief.sign_out()
    thief.sign_in(password=NEW)
    assert thief.browser.path == SECOND
    thief.answer(code=thief.app_code(1))

    assert level_of(thief) == "basica"
    assert level_of(unprotected) == "none", "what was begun before has ended"


def test_a_reset_removes_no_factor_and_adds_none_to_what_is_there(aws: Aws) -> None:
    settled(aws, level=Level.VERIFICADA).add_app()

    thief = reset(aws)
    assert thief.browser.path == SECOND
    thief.browser.get(f"{SECURITY}/mensajes")

    assert thief.session == ""
    assert factors(aws) == [TOTP]


def test_who_has_nothing_but_the_mobile_that_reset_the_password_adds_nothing(aws: Aws) -> None:
    settled(aws, level=Level.VERIFICADA).add_sms()

    thief = reset(aws)
    answers = [
        call(page_post(f"{SECURITY}/{path}", {"code": "123456"}, thief.browser.cookies))
        for path in ADDING
    ]

    assert all(_leads_nowhere(answer) for answer in answers)
    assert factors(aws) == ["FACTOR#sms#phone"]
    assert "muestra tus documentos" in thief.browser.get(SECURITY).page.text


def _leads_nowhere(answer: Answer) -> bool:
    return answer.status == 422 or answer.location == SECURITY


@pytest.fixture
def here(aws: Aws) -> Town:
    """Ana's documents are with the workflow."""
    made = town(aws)
    made.declares("ana")
    return made


def proved(here: Town, case: Case) -> None:
    now = wiring.now()
    become_holder(evidence("ana", case.id, at=now), here.curp, (), wiring.holding())


def test_no_level_is_raised_without_a_factor_behind_it(here: Town) -> None:
    case = here.submits("ana", wiring.now())
    gone("ana", TOTP)

    with pytest.raises(NoFactorLeft):
        proved(here, case)

    assert here.account("ana").level is Level.BASICA
    assert wiring.holders().of(here.curp) is None


def test_documents_of_before_a_reset_do_not_make_good_what_was_reset(aws: Aws, here: Town) -> None:
    """Who takes both media over while the documents are looked at gets no second factor by it."""
    before = wiring.now() - timedelta(hours=1)
    case = here.submits("ana", before)
    later = int(wiring.now().timestamp() * 1000)
    taken = {"reset_by": {"phone", "email"}, "reset_at": later, "ended_before": later}
    rewind(aws, "people", "ACCOUNT", **taken)

    proved(here, case)

    account = here.account("ana")
    assert account.level is Level.VERIFICADA, "her app is older than the reset"
    assert account.reset_at is not None
    assert set(account.reset_by) == {"phone", "email"}


def test_a_case_of_before_a_reset_is_not_handed_in(aws: Aws) -> None:
    """Who takes both media over while she takes her pictures does not go on with them."""
    her = Photographing(aws)
    case = her.start()
    her.upload(case, *SLOTS)
    thief = reset(aws)
    thief.add_app()

    path = f"/v1/verifications/{case}/submit"
    answer = call(api("POST", path, {}, cookies={"__Host-session": thief.session}))
    thief.browser.get("/verificar")
    page = thief.browser.submit(action="/verificar/enviar")

    assert (answer.status, answer.json["code"]) == (409, "begun_before")
    assert "Elige otra vez tus documentos" in page.page.text
    assert her.case_item(case)["state"] == "collecting"


def test_nor_do_its_pictures_go_along_into_another(aws: Aws) -> None:
    her = Photographing(aws)
    case = her.start()
    her.upload(case, *SLOTS)
    her.call("POST", f"/v1/verifications/{case}/submit")
    reasons = [Reason(Why.NO_FACE, Slot.FACE).code]
    decided = int(wiring.now().timestamp() * 1000)
    her.set_case(case, state="rejected", decided_at=decided, reasons=reasons)
    (listed,) = [item for item in aws.items("people") if item["sk"] == "CASES"]
    aws.put("people", {name: value for name, value in listed.items() if name != "open"})
    thief = reset(aws)
    thief.add_app()

    answer = call(api("POST", "/v1/verifications", INE, cookies={"__Host-session": thief.session}))

    assert answer.status == 201
    assert {one["done"] for one in answer.json["verification"]["slots"]} == {False}


def test_documents_handed_in_after_a_reset_in_a_case_of_before_make_nothing_good(
    aws: Aws, here: Town
) -> None:
    hour_ago = wiring.now() - timedelta(hours=1)
    case = here.submits("ana", hour_ago)
    here.aws.put(
        "people",
        {
            **next(i for i in aws.items("people") if i["pk"] == f"CASE#{case.id}"),
            "submitted_at": int(wiring.now().timestamp() * 1000),
        },
    )
    between = int((wiring.now() - timedelta(minutes=30)).timestamp() * 1000)
    rewind(aws, "people", "ACCOUNT", reset_by={"phone"}, reset_at=between, ended_before=between)

    proved(here, case)

    assert here.account("ana").reset_at is not None


def test_an_app_that_a_thief_bound_and_locked_lets_nobody_show_documents_by_the_password(
    aws: Aws,
) -> None:
    thief = settled(aws)
    thief.add_app()
    thief.browser.get(SECURITY)
    call(page_post(f"{SECURITY}/pedir", {"always": "no"}, thief.browser.cookies))
    rewind(aws, "people", TOTP, failures=100)
    her = She()
    her.sign_in(device="own")
    hers = {"__Host-session": her.session}

    answer = call(api("POST", "/v1/verifications", INE, cookies=hers))
    told = her.browser.get("/verificar").page

    assert (answer.status, answer.json["code"]) == (403, "second_factor_required")
    assert "recupera tu cuenta con tus contactos" in told.text
    assert "/recuperar" in told.links


def test_whose_verified_app_is_locked_enters_after_a_recovery_and_shows_documents(
    aws: Aws,
) -> None:
    settled(aws, level=Level.VERIFICADA).add_app()
    rewind(aws, "people", TOTP, failures=100)
    by_password = She()
    by_password.sign_in(device="own")
    assert by_password.browser.path == SECOND
    assert "/recuperar" in by_password.browser.last.page.links

    her = reset(aws)
    answer = call(api("POST", "/v1/verifications", INE, cookies={"__Host-session": her.session}))

    assert level_of(her) == "basica"
    assert answer.status == 201


def test_documents_of_after_a_reset_do(aws: Aws, here: Town) -> None:
    earlier = int((wiring.now() - timedelta(hours=1)).timestamp() * 1000)
    taken = {"reset_by": {"phone", "email"}, "reset_at": earlier, "ended_before": earlier}
    rewind(aws, "people", "ACCOUNT", **taken)

    proved(here, here.submits("ana", wiring.now()))

    account = here.account("ana")
    assert (account.level, account.reset_at, account.reset_by) == (Level.VERIFICADA, None, ())


def test_an_app_that_wrong_codes_have_locked_opens_with_the_documents(aws: Aws, here: Town) -> None:
    case = here.submits("ana", wiring.now())
    rewind(aws, "people", TOTP, failures=100)

    proved(here, case)

    app = wiring.factors().of("ana").totp
    assert app is not None
    assert not app.is_locked
    assert here.account("ana").level is Level.VERIFICADA
