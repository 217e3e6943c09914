"""The steps of a verification up to its submission; ports, time and chance are arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from llave.documents import carrying
from llave.documents import cases as rules
from llave.documents.capture import Captures, CaptureSession, Challenge
from llave.documents.capture import begun as capture_begun
from llave.documents.cases import MOST_TRIES, TRIES_WINDOW, Case, Cases, State, WrongState
from llave.documents.kinds import BillKind, DocumentKind, Slot, slots_of
from llave.documents.pictures import FORM_POLICY_LIFE, POLICY_LIFE, frame_key, original_key, prefix
from llave.documents.uploads import (
    ANY_TYPE,
    FRAME_TYPE,
    FRAMES,
    Policy,
    Uploads,
    handed_in,
    types_of,
)
from llave.errors import Conflict, InvalidInput, NotAllowed, NotFound
from llave.people.audit import Event, What
from llave.people.bound import for_documents, is_settled
from llave.people.budgets import Budget, Budgets, spend
from llave.people.codes import fingerprint
from llave.people.factors import Factors
from llave.people.outbox import Kind, Message
from llave.people.sessions import SignedIn

# Whoever finds an open session must not be able to begin a verification in its owner's name.
RECENT = timedelta(minutes=30)
CASES = Budget("case", 20, timedelta(days=1))
POLICIES = Budget("upload-policy", 120, timedelta(hours=1))
CAPTURES = Budget("face-capture", 30, timedelta(hours=1))


class RecentSignInNeeded(NotAllowed):
    """The session is real, and its sign-in too long ago for this."""

    code = "recent_sign_in_needed"


class AlreadyVerified(Conflict):
    """The account has this level; there is nothing to prove."""

    code = "already_verified"


class BegunBefore(Conflict):
    """The case was begun before everything of the account was ended, by whoever it was then."""

    code = "begun_before"


@dataclass(frozen=True, slots=True)
class Desk:
    """What verification stands on; `origin` is the public base URL, `privacy_notice` the version in
    force, by which pictures are taken."""

    cases: Cases
    captures: Captures
    carried: carrying.CarriedPictures
    uploads: Uploads
    budgets: Budgets
    factors: Factors
    new_id: Callable[[], str]
    new_token: Callable[[], str]
    shuffled: Callable[[Sequence[Challenge]], Sequence[Challenge]]
    origin: str
    privacy_notice: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A new capture session; `nonce` is told to nobody else."""

    nonce: str = field(repr=False)
    session: CaptureSession


def expect_recent(who: SignedIn, now: datetime) -> None:
    """Raises RecentSignInNeeded."""
    if now - who.session.auth_time > RECENT:
        raise RecentSignInNeeded("sign-in too long ago")


def start(who: SignedIn, document: DocumentKind, bill: BillKind, desk: Desk, now: datetime) -> Case:
    """Open a case, with what was good of the one before; raises RecentSignInNeeded, AlreadyVerified,
    SecondFactorRequired, SecondStepRequired, CaseOpen, TooManyAttempts."""
    expect_recent(who, now)
    person = who.account.person
    enrolled = desk.factors.of(person)
    if is_settled(who.account, enrolled, now):
        raise AlreadyVerified("level")
    factor = for_documents(who.account, who.session, enrolled, now)
    spend(CASES, person, desk.budgets, now)
    before = newest(person, desk, now)
    if before and not who.account.still_counts(before.opened_at):
        before = None
    good = carrying.carried(before, document, bill, now)
    case = replace(rules.opened(desk.new_id(), person, document, bill, now), pictures=good)
    refs = {"case": case.id, "privacy_notice": desk.privacy_notice}
    desk.cases.open(case, factor, Event(desk.new_id(), person, What.CASE_OPENED, now, refs))
    return case


def newest(person: str, desk: Desk, now: datetime) -> Case | None:
    """The case that a person means: her newest that she did not give up."""
    kept = (one for one in desk.cases.of(person) if one.state is not State.CANCELLED)
    case = next(kept, None)
    return collected(case, desk, now) if case else None


def attempts_left(person: str, desk: Desk, now: datetime) -> int:
    """How many submissions are left in the six hours that run."""
    handed = [one.submitted_at for one in desk.cases.of(person) if one.submitted_at]
    counted = [at for at in handed if at > now - TRIES_WINDOW]
    return max(0, MOST_TRIES - len(counted))


def mine(case_id: str, person: str, desk: Desk) -> Case:
    """A case of this person; raises NotFound for another's as for none."""
    case = desk.cases.get(case_id)
    if case is None or case.person != person:
        raise NotFound("no such case of hers")
    return case


def collecting(person: str, desk: Desk, now: datetime) -> Case | None:
    """Her case if pictures are still being taken for it."""
    case = newest(person, desk, now)
    return case if case and case.state is State.COLLECTING else None


def collected(case: Case, desk: Desk, now: datetime) -> Case:
    """The case with what lies in the bucket by now: an upload that nobody reported counts as well."""
    if case.state is not State.COLLECTING:
        return case
    for slot in carrying.outdated(case, now):
        case = desk.carried.drop(case, slot)
    for slot, picture in handed_in(case, desk.uploads.newest(prefix(case.id))).items():
        if case.pictures.get(slot) != picture:
            case = desk.cases.place(case, slot, picture, now)
    return case


def policy(case: Case, slot: Slot, content_type: str, desk: Desk, now: datetime) -> Policy:
    """What lets a script put one file; raises WrongState, InvalidInput, TooManyAttempts."""
    _expect_slot(case, slot)
    if content_type not in types_of(slot):
        raise InvalidInput("file_type", field="content_type")
    spend(POLICIES, case.person, desk.budgets, now)
    fields = desk.uploads.fields(original_key(case.id, slot), content_type, POLICY_LIFE)
    return Policy(slot, fields, now + POLICY_LIFE)


def page_policy(case: Case, slot: Slot, returns_to: str, desk: Desk, now: datetime) -> Policy:
    """What lets a form without scripts put one file and come back; raises WrongState, InvalidInput."""
    _expect_slot(case, slot)
    key = original_key(case.id, slot)
    fields = desk.uploads.fields(key, ANY_TYPE, FORM_POLICY_LIFE, desk.origin + returns_to)
    return Policy(slot, fields, now + FORM_POLICY_LIFE)


def begin_face(case: Case, desk: Desk, now: datetime) -> Begun:
    """Ask for movements in an order that nobody could foretell; raises WrongState, TooManyAttempts."""
    _expect_slot(case, Slot.FACE)
    spend(CAPTURES, case.person, desk.budgets, now)
    nonce = desk.new_token()
    session = capture_begun(nonce, case.person, case.id, desk.shuffled, now)
    desk.captures.begin(session)
    return Begun(nonce, session)


def face_policies(
    case: Case, slot: Slot, content_type: str, nonce: str, desk: Desk, now: datetime
) -> tuple[Policy, ...]:
    """What lets a capture session put its frames, once; raises CaptureSpent and as `policy` does.

    The frames go where no other policy leads, so that a photograph there was taken in the session.
    """
    _expect_slot(case, slot)
    if slot is not Slot.FACE:
        raise InvalidInput("unknown_field", field="nonce")
    if content_type != FRAME_TYPE:
        raise InvalidInput("file_type", field="content_type")
    spend(POLICIES, case.person, desk.budgets, now)
    session = desk.captures.spend(fingerprint(nonce), case.person, case.id, now)
    return tuple(
        Policy(
            slot,
            desk.uploads.fields(
                frame_key(case.id, session.key, number + 1), FRAME_TYPE, POLICY_LIFE
            ),
            now + POLICY_LIFE,
        )
        for number in range(FRAMES)
    )


def submit(who: SignedIn, case: Case, desk: Desk, now: datetime) -> Case:
    """Hand the case in; once: whoever sends it again sees it as it stands.

    Raises BegunBefore, SecondFactorRequired, SecondStepRequired, PicturesMissing, TooManyTries, WrongState.
    """
    if not who.account.still_counts(case.opened_at):
        raise BegunBefore("everything was ended since")
    factor = for_documents(who.account, who.session, desk.factors.of(case.person), now)
    case = collected(case, desk, now)
    message = Message(
        id=desk.new_id(),
        kind=Kind.CASE_SUBMITTED,
        person=case.person,
        created_at=now,
        channel="cases",
        refs={"case": case.id},
    )
    event = _event(case, What.CASE_SUBMITTED, desk, now)
    return desk.cases.submit(case, factor, now, event, message)


def give_up(case: Case, desk: Desk, now: datetime) -> None:
    """Let a case go that was not handed in, to choose other documents; raises WrongState."""
    after = rules.moved(_expect_collecting(case), State.CANCELLED, now)
    desk.cases.move(case, after, _event(case, What.CASE_MOVED, desk, now))


def _expect_slot(case: Case, slot: Slot) -> None:
    _expect_collecting(case)
    if slot not in slots_of(case.kind):
        raise InvalidInput("slot_unknown", field="slot")


def _expect_collecting(case: Case) -> Case:
    if case.state is not State.COLLECTING:
        raise WrongState(case.state.value)
    return case


def _event(case: Case, what: What, desk: Desk, now: datetime) -> Event:
    return Event(desk.new_id(), case.person, what, now, {"case": case.id})
