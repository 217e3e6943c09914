"""The decision: what is accepted at once, what a person looks at, what goes back with help."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.documents import checks
from llave.documents.capture import Capture
from llave.documents.checks_bill import months_before
from llave.documents.decision import Decision, FaceMatch, Facts, Thresholds, decide
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.readings import Field, MrzReading
from llave.documents.reasons import REJECTS, Outcome, Public, Reason, Why, outcome_of, told
from llave.documents.registries import Credential
from llave.documents.reuse import Finding, Trace
from llave.people.curp import Curp
from llave.people.evidence import Strength
from llave.people.names import PersonName
from llave.people.population import RegisteredPerson
from tests.verifying import ANA, TODAY, bill, facts, identity, read

OTHERS_CURP = "HECL680203HPLRRS09"


def decided(**changes) -> Decision:
    return decide(facts(**changes), Thresholds())


def whys(decision: Decision) -> set[Why]:
    return {reason.why for reason in decision.reasons}


def somebody(curp: str, name: PersonName, sex: str, born: date, state: str) -> RegisteredPerson:
    return RegisteredPerson(Curp(curp), name, sex, born, state)


def test_a_good_credential_of_ine_is_accepted_at_once():
    decision = decided()

    assert decision == Decision(Outcome.ACCEPT, (), Strength.STRONG)


def test_a_passport_is_accepted_at_once():
    kind = DocumentKind.PASSPORT
    decision = decided(kind=kind, identity=identity(kind), credential=None)

    assert decision == Decision(Outcome.ACCEPT, (), Strength.FAIR)


def test_a_foreign_residents_card_is_accepted_at_once():
    kind = DocumentKind.INM
    wang = somebody("BOXW310820HNERXN09", PersonName("WEI", "BOX"), "H", date(1931, 8, 20), "NE")
    decision = decided(
        kind=kind,
        account=wang,
        population=wang,
        identity=identity(kind, wang, nationality="CHN", stay="permanent"),
        credential=None,
    )

    assert decision.outcome is Outcome.ACCEPT


def test_a_permanent_residents_card_has_no_end():
    kind = DocumentKind.INM
    for_ever = identity(kind, valid_until=None, stay="permanent")
    without = identity(kind, valid_until=None, stay="temporary")

    assert decided(kind=kind, identity=for_ever, credential=None).outcome is Outcome.ACCEPT
    assert whys(decided(kind=kind, identity=without, credential=None)) == {Why.EXPIRY_NOT_READ}


def cartilla(full_name: str | None, **changes: str | None) -> Decision:
    """As its parser reads it: the whole name in one line."""
    kind = DocumentKind.CARTILLA
    changes |= dict.fromkeys(("given_names", "first_surname", "second_surname", "valid_until"))
    page = identity(kind, ANA, **changes | {"full_name": full_name})
    return decided(kind=kind, identity=page, credential=None)


def test_a_cartilla_is_always_looked_at():
    decision = cartilla("ANA GARCIA LÓPEZ")

    assert (decision.outcome, whys(decision)) == (Outcome.REVIEW, {Why.WEAK_EVIDENCE})


def test_an_older_cartilla_bears_no_curp():
    decision = cartilla("ANA GARCÍA LÓPEZ", curp=None)

    assert decision.outcome is Outcome.REVIEW
    assert whys(decision) == {Why.CURP_NOT_READ, Why.WEAK_EVIDENCE}


def test_a_cartilla_with_another_name_or_none_is_not_hers():
    assert Why.NAME_DIFFERS in whys(cartilla("BERTA RÍOS PAZ"))
    assert Why.UNREADABLE in whys(cartilla(None))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (PersonName("ANA", "DE LA CRUZ", "LÓPEZ"), ("ANA", "DE LA CRUZ", "LÓPEZ")),
        (PersonName("ANA", "DE LA CRUZ", "LÓPEZ"), ("ANA", "DE", "LA CRUZ LÓPEZ")),
        (PersonName("ANA", "GARCÍA"), ("ANA", "GARCIA", None)),
        (PersonName("ANA", "PEÑA", "MUÑOZ"), ("ANA", "PENA", "MUNOZ")),
        (PersonName("Ana", "García", "López"), ("ANA", "GARCIA", "LOPEZ")),
    ],
)
def test_names_that_are_written_another_way_are_the_same(name, printed):
    given_names, first, second = printed
    person = replace(ANA, name=name)
    reading = identity(given_names=given_names, first_surname=first, second_surname=second)

    assert decided(account=person, population=person, identity=reading).reasons == ()


def test_a_lost_tilde_counts_only_beside_the_right_curp():
    person = replace(ANA, name=PersonName("ANA", "PEÑA", "LÓPEZ"))
    reading = identity(first_surname="PENA", curp=None)

    decision = decided(account=person, population=person, identity=reading)

    assert whys(decision) == {Why.CURP_NOT_READ, Why.NAME_DIFFERS}


def test_sex_x_is_accepted():
    curp = "GALA900514XDFRPN0"
    from llave.people.curp import check_digit

    person = replace(ANA, curp=Curp(curp + check_digit(curp)), sex="X")

    assert (
        decided(account=person, population=person, identity=identity(person=person)).reasons == ()
    )


# The bill


@pytest.mark.parametrize("name", ["JUAN PÉREZ", "ANA GARCÍA DE HERNÁNDEZ", None])
def test_whose_name_a_bill_bears_is_no_reason(name):
    decision = decided(bill=bill(name=read(name) if name else None))

    assert decision.outcome is Outcome.ACCEPT


@pytest.mark.parametrize(
    ("issued", "outcome"),
    [
        ("2026-11-21", Outcome.ACCEPT),
        ("2026-08-21", Outcome.ACCEPT),
        ("2026-08-20", Outcome.REJECT),
        ("2026-07-21", Outcome.REJECT),
        ("2026-11-22", Outcome.REVIEW),
    ],
)
def test_a_bill_may_be_three_months_old_on_the_day_of_submission(issued, outcome):
    assert decided(bill=bill(date=read(issued))).outcome is outcome


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2028, 5, 31), date(2028, 2, 29)),
        (date(2026, 1, 15), date(2025, 10, 15)),
        (date(2026, 3, 31), date(2025, 12, 31)),
    ],
)
def test_three_months_before_a_day_that_its_month_lacks(day, before):
    assert months_before(day, 3) == before


def test_nobody_is_turned_away_for_a_day_read_unsurely():
    decision = decided(bill=bill(date=read("2026-01-15", 0.6)))

    assert whys(decision) == {Why.LOW_CONFIDENCE}


@pytest.mark.parametrize("postal_code", [read("11000"), None])
def test_a_bill_of_another_address_is_looked_at(postal_code):
    decision = decided(bill=bill(postal_code=postal_code))

    assert (decision.outcome, whys(decision)) == (Outcome.REVIEW, {Why.BILL_ELSEWHERE})


def test_a_sheet_that_nobody_recognises_is_looked_at():
    """It has a day and her postal code, as any letter has."""
    decision = decided(bill=bill(kind=None, recognised=None))

    assert (decision.outcome, whys(decision)) == (Outcome.REVIEW, {Why.BILL_UNKNOWN})


def test_an_account_abroad_with_a_bill_of_here_is_looked_at():
    assert decided(postal_code=None).outcome is Outcome.REVIEW


def test_another_kind_of_bill_than_was_said_is_fine():
    assert decided(bill_kind=BillKind.GAS).outcome is Outcome.ACCEPT


def test_a_second_portrait_of_the_same_person_is_fine():
    assert decided(face=FaceMatch(0.98, 2, beside=0.9)).outcome is Outcome.ACCEPT


# What goes back with help


@pytest.mark.parametrize(
    ("changes", "help_text"),
    [
        ({"identity": None}, (Public.RETAKE, Slot.FRONT)),
        ({"identity": identity(given_names=None)}, (Public.RETAKE, Slot.FRONT)),
        ({"identity": replace(identity(), mrz=None)}, (Public.RETAKE, Slot.BACK)),
        (
            {"identity": replace(identity(), recognised=DocumentKind.PASSPORT)},
            (Public.WRONG_DOCUMENT, Slot.FRONT),
        ),
        ({"identity": identity(valid_until="2025-12-31")}, (Public.EXPIRED, Slot.FRONT)),
        ({"bill": None}, (Public.RETAKE, Slot.BILL)),
        ({"bill": bill(date=None)}, (Public.RETAKE, Slot.BILL)),
        ({"bill": bill(date=read("ayer"))}, (Public.RETAKE, Slot.BILL)),
        ({"bill": bill(recognised=DocumentKind.INE)}, (Public.WRONG_DOCUMENT, Slot.BILL)),
        ({"bill": bill(date=read("2026-07-01"))}, (Public.BILL_TOO_OLD, Slot.BILL)),
        ({"credential": Credential.EXPIRED}, (Public.NOT_IN_FORCE, None)),
        ({"face": FaceMatch(None, 1, 0)}, (Public.RETAKE, Slot.FACE)),
        ({"face": FaceMatch(None, 0, 1)}, (Public.RETAKE, Slot.FRONT)),
        ({"face": FaceMatch(0.2)}, (Public.RETAKE, Slot.FACE)),
    ],
)
def test_what_the_person_can_mend_goes_back_with_help(changes, help_text):
    decision = decided(**changes)

    assert decision.outcome is Outcome.REJECT
    assert help_text in told(decision.reasons)


def test_somebody_elses_document_goes_back_without_saying_what_gave_it_away():
    luis = somebody(
        OTHERS_CURP, PersonName("LUIS FERNANDO", "HERNÁNDEZ", "CRUZ"), "H", date(1968, 2, 3), "PL"
    )
    decision = decided(identity=identity(person=luis))

    assert {Why.OTHER_CURP, Why.OTHER_PERSON} <= whys(decision)
    assert told(decision.reasons) == ((Public.NOT_YOURS, None),)


def test_everything_that_is_wrong_is_said_at_once():
    decision = decided(
        identity=identity(valid_until="2020-12-31"), bill=bill(date=read("2026-01-01"))
    )

    assert told(decision.reasons) == (
        (Public.EXPIRED, Slot.FRONT),
        (Public.BILL_TOO_OLD, Slot.BILL),
    )


# What a person looks at


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"identity": identity(curp="GALA900514MDFRPN08")}, Why.CURP_UNSURE),
        ({"identity": identity(curp=None)}, Why.CURP_NOT_READ),
        ({"identity": identity(first_surname="GARZA")}, Why.NAME_DIFFERS),
        ({"identity": identity(given_names="BEATRIZ")}, Why.NAME_DIFFERS),
        ({"identity": identity(birth_date="1990-05-15")}, Why.BIRTH_DATE_DIFFERS),
        ({"identity": identity(sex="H")}, Why.SEX_DIFFERS),
        ({"identity": identity(valid_until=None)}, Why.EXPIRY_NOT_READ),
        ({"identity": replace(identity(), mrz=MrzReading(("x",), ("composite",)))}, Why.MRZ_FAILS),
        ({"identity": replace(identity(), conflicts=(Field.SEX,))}, Why.PARTS_DISAGREE),
        ({"population": None}, Why.NOT_IN_POPULATION),
        ({"population": replace(ANA, sex="H")}, Why.POPULATION_DIFFERS),
        ({"credential": Credential.REPORTED}, Why.CREDENTIAL_REPORTED),
        ({"credential": Credential.NOT_FOUND}, Why.CREDENTIAL_UNKNOWN),
        ({"credential": None}, Why.CREDENTIAL_NOT_ASKED),
        ({"face": FaceMatch(0.7)}, Why.FACE_UNSURE),
        ({"face": FaceMatch(0.98, 2, beside=0.2)}, Why.FACE_BESIDE),
        ({"face": FaceMatch(0.98, 2, beside=0.89)}, Why.FACE_BESIDE),
        ({"face": FaceMatch(None)}, Why.FACE_UNSURE),
        ({"reuse": (Finding(Trace.NUMBER, "eva", "c"),)}, Why.NUMBER_REUSED),
        ({"reuse": (Finding(Trace.IMAGE, "eva", "c"),)}, Why.IMAGE_REUSED),
        ({"reuse": (Finding(Trace.PORTRAIT, "eva", "c"),)}, Why.PORTRAIT_REUSED),
        ({"other_holder": True}, Why.HOLDER_EXISTS),
        *(({"capture": c}, Why.CAPTURE_NOT_VALID) for c in Capture if c is not Capture.VALID),
    ],
)
def test_what_a_machine_can_not_settle_is_looked_at_without_a_hint(changes, why):
    decision = decided(**changes)

    assert decision.outcome is Outcome.REVIEW
    assert why in whys(decision)
    assert told(decision.reasons) == ((Public.LOOKING, None),)


def test_an_unsure_field_is_looked_at_unless_a_check_digit_proves_it():
    fields = dict(identity().fields)
    unsure = replace(identity(), fields={**fields, Field.NUMBER: read("180000000", 0.6)})
    proven = replace(
        identity(), fields={**fields, Field.NUMBER: replace(read("180000000", 0.6), proven=True)}
    )

    assert whys(decided(identity=unsure)) == {Why.LOW_CONFIDENCE}
    assert decided(identity=proven).outcome is Outcome.ACCEPT


def test_an_end_read_unsurely_does_not_send_anybody_away():
    fields = {**identity().fields, Field.VALID_UNTIL: read("2020-12-31", 0.6)}
    decision = decided(identity=replace(identity(), fields=fields))

    assert decision.outcome is Outcome.REVIEW


# Rules over all


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    curps = st.sampled_from([ANA.curp.value, OTHERS_CURP, "GALA900514MDFRPN08", None])
    reading = identity(
        curp=draw(curps),
        given_names=draw(st.sampled_from(["ANA", "BEATRIZ", None])),
        birth_date=draw(st.sampled_from(["1990-05-14", "1991-01-01", "no", None])),
        valid_until=draw(st.sampled_from(["2029-12-31", "2020-12-31", "", None])),
    )
    return facts(
        identity=draw(st.sampled_from([reading, None])),
        bill=draw(st.sampled_from([bill(), bill(date=read("2026-01-01")), bill(date=None), None])),
        face=FaceMatch(
            draw(st.none() | st.floats(0, 1)),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 2)),
            draw(st.none() | st.floats(0, 1)),
        ),
        capture=draw(st.sampled_from(Capture)),
        population=draw(st.sampled_from([ANA, None])),
        credential=draw(st.none() | st.sampled_from(Credential)),
        other_holder=draw(st.booleans()),
    )


@given(any_facts())
def test_the_outcome_is_that_of_the_gravest_reason(given_facts):
    decision = decide(given_facts, Thresholds())

    assert decision.outcome is outcome_of(decision.reasons)
    assert (decision.outcome is Outcome.ACCEPT) == (decision.reasons == ())
    assert told(decision.reasons) or decision.outcome is Outcome.ACCEPT


@given(any_facts())
def test_nothing_is_accepted_at_once_without_session_face_registers_and_curp(given_facts):
    accepted = decide(given_facts, Thresholds()).outcome is Outcome.ACCEPT

    if accepted:
        assert given_facts.capture is Capture.VALID
        assert given_facts.face.similarity is not None
        assert given_facts.face.similarity >= Thresholds().same_face
        beside = given_facts.face.beside
        assert beside is None or beside >= Thresholds().same_face
        assert given_facts.population == ANA
        assert given_facts.credential is Credential.IN_FORCE
        assert not given_facts.other_holder
        assert given_facts.identity is not None
        assert given_facts.identity.value(Field.CURP) == ANA.curp.value


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_a_check_finds_nothing_in_good_documents(check):
    assert list(check(facts(), Thresholds())) == []


@pytest.mark.parametrize("missing", checks.CHECKS, ids=lambda check: check.__name__)
def test_a_decision_without_one_of_its_checks_is_caught(missing):
    """The mutants: each check is needed by some case of this file."""
    spoiled = {
        "readable": {"identity": replace(identity(), recognised=DocumentKind.INM)},
        "sure": {"identity": replace(identity(), conflicts=(Field.SEX,))},
        "same_curp": {"identity": identity(curp=None)},
        "same_person": {"identity": identity(sex="H")},
        "in_force": {"identity": identity(valid_until="2020-01-01")},
        "of_a_kind": {"bill": bill(recognised=DocumentKind.INE)},
        "recent": {"bill": bill(date=read("2026-01-01"))},
        "at_home": {"postal_code": "11000"},
        "one_face": {"face": FaceMatch(0.99, 1, 2)},
        "same_face": {"face": FaceMatch(0.5)},
        "nobody_beside": {"face": FaceMatch(0.99, 2, beside=0.5)},
        "taken_now": {"capture": Capture.MISSING},
        "registered": {"population": replace(ANA, sex="H")},
        "credential": {"credential": Credential.REPORTED},
        "unused": {"reuse": (Finding(Trace.IMAGE, "eva", "c"),)},
        "free": {"other_holder": True},
        "strong_enough": {},
    }[missing.__name__]
    strict = Thresholds(least_automatic=Strength.SUPERIOR)
    thresholds = strict if missing.__name__ == "strong_enough" else Thresholds()

    assert list(missing(facts(**spoiled), thresholds)) != []
    assert decide(facts(**spoiled), thresholds).outcome is not Outcome.ACCEPT


def test_a_reason_is_stored_and_read():
    reasons = [
        Reason(why, slot, said)
        for why in Why
        for slot in (None, Slot.BILL)
        for said in (None, Public.RETAKE)
    ]

    assert [Reason.parse(reason.code) for reason in reasons] == reasons
    assert Reason(Why.REVIEWER, said=Public.EXPIRED).public is Public.EXPIRED


def test_what_teaches_a_forger_is_never_said():
    looked_at = [why for why in Why if why not in REJECTS]

    assert {Reason(why, Slot.FRONT).public for why in looked_at} == {Public.LOOKING}
    assert facts().submitted_on == TODAY
