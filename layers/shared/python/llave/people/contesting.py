"""The steps of a contest: a reviewer opens it, the holder may object, another reviewer decides."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from llave.people.audit import Event, What
from llave.people.contests import (
    OPEN,
    STRONG_FACTORS,
    Contest,
    ContestClosed,
    Contests,
    NotStrongEnough,
    Opened,
    SameReviewer,
    State,
    TooEarly,
    Won,
)
from llave.people.evidence import Evidence, Strength
from llave.people.holders import Holder, Ports, give_way
from llave.people.lookups import Indexes
from llave.people.outbox import Kind, Message


@dataclass(frozen=True, slots=True)
class Credible:
    """A reviewer's finding that a case in review may be the true owner's; `offers` is what its
    evidence proves with a review."""

    case: str
    challenger: str
    offers: Strength
    reviewer: str


def opened(finding: Credible, holder: Holder, new_id: Callable[[], str], now: datetime) -> Opened:
    """A contest and its notices; raises NotStrongEnough where it could never be won."""
    if finding.offers < holder.strength:
        raise NotStrongEnough("weaker than what the holder showed")
    contest = Contest(
        id=new_id(),
        holder=holder.person,
        challenger=finding.challenger,
        case=finding.case,
        state=State.NOTICED,
        holds=holder.strength,
        offers=finding.offers,
        opened_by=finding.reviewer,
        opened_at=now,
    )
    return Opened(
        contest,
        _event(contest, What.CONTEST_OPENED, new_id, now),
        (_message(contest, Kind.CONTEST_OPENED, new_id, now),),
    )


def objected(contest: Contest, factor: str, now: datetime) -> Contest:
    """The contest with the holder's objection; raises ContestClosed, NotStrongEnough.

    She may object until it is decided: the 72 hours are the least that she has.
    """
    if contest.state not in OPEN:
        raise ContestClosed(contest.state.value)
    if factor not in STRONG_FACTORS:
        raise NotStrongEnough("not a strong factor")
    return replace(contest, state=State.OBJECTED, objected_at=now, objected_with=factor)


def object_to(
    contest: Contest, factor: str, contests: Contests, new_id: Callable[[], str], now: datetime
) -> Contest:
    """Keep the holder's objection and tell every address of hers; raises what `objected` does."""
    after = objected(contest, factor, now)
    contests.object(
        contest,
        after,
        _event(after, What.CONTEST_OBJECTED, new_id, now),
        _message(after, Kind.CONTEST_OBJECTED, new_id, now),
    )
    return after


def expect_other_reviewer(contest: Contest, reviewer: str) -> None:
    """Raises ContestClosed, SameReviewer."""
    if contest.state not in OPEN:
        raise ContestClosed(contest.state.value)
    if reviewer == contest.opened_by:
        raise SameReviewer("opened it")


def expect_stronger(contest: Contest, holder: Holder, offers: Strength) -> None:
    """Raises NotStrongEnough, ContestClosed; the holder may have proved herself anew meanwhile."""
    if holder.person != contest.holder:
        raise ContestClosed("the holder is another by now")
    equal_is_enough = contest.state is not State.OBJECTED
    if offers < holder.strength or (offers == holder.strength and not equal_is_enough):
        raise NotStrongEnough("an objection stands against it")


def won(
    contest: Contest,
    holder: Holder,
    evidence: Evidence,
    curp: Indexes,
    documents: tuple[str, ...],
    new_id: Callable[[], str],
) -> Won:
    """What a second reviewer's decision for the newcomer writes; she is the last of
    `evidence.reviewers`, and the time is the evidence's.

    Raises SameReviewer, TooEarly, NotStrongEnough, ContestClosed.
    """
    now, reviewer = evidence.at, evidence.reviewers[-1]
    expect_other_reviewer(contest, reviewer)
    if now < contest.decidable_at:
        raise TooEarly("the notice runs")
    if (evidence.case, evidence.person) != (contest.case, contest.challenger):
        raise ContestClosed("evidence of another case")
    expect_stronger(contest, holder, evidence.strength)
    after = replace(contest, state=State.DISPLACED, decided_by=reviewer, decided_at=now)
    keys = " ".join(index.key for index in curp.all)
    return Won(
        before=contest,
        after=after,
        evidence=evidence,
        curp=curp,
        documents=documents,
        events=(
            _event(after, What.CONTEST_DECIDED, new_id, now),
            Event(new_id(), evidence.person, What.VERIFIED, now, {"contest": contest.id}),
        ),
        messages=(
            _message(after, Kind.CLAIM_DISPLACED, new_id, now),
            Message(new_id(), Kind.VERIFIED, evidence.person, now),
            Message(new_id(), Kind.CLAIMS_DISPLACED, evidence.person, now, refs={"indexes": keys}),
        ),
    )


def displace(won_contest: Won, contests: Contests, ports: Ports) -> None:
    """Write a contest that the newcomer won, and end at once what the other began; raises
    ContestClosed."""
    evidence = won_contest.evidence
    contests.win(won_contest)
    ports.grants.end_all(won_contest.before.holder, evidence.at)
    curp = tuple(index.key for index in won_contest.curp.all)
    give_way(evidence.person, curp, evidence.at, ports)


def dismiss(
    contest: Contest, reviewer: str, contests: Contests, new_id: Callable[[], str], now: datetime
) -> Contest:
    """Close a contest for the holder, who keeps everything; raises SameReviewer, ContestClosed."""
    expect_other_reviewer(contest, reviewer)
    return _dismissed(replace(contest, decided_by=reviewer), contest, contests, new_id, now)


def let_fall(
    contest: Contest, contests: Contests, new_id: Callable[[], str], now: datetime
) -> Contest:
    """The same when the case behind it came to nothing by itself; raises ContestClosed."""
    return _dismissed(contest, contest, contests, new_id, now)


def _dismissed(
    after: Contest,
    before: Contest,
    contests: Contests,
    new_id: Callable[[], str],
    now: datetime,
) -> Contest:
    after = replace(after, state=State.DISMISSED, decided_at=now)
    contests.dismiss(
        before,
        after,
        _event(after, What.CONTEST_DECIDED, new_id, now),
        _message(after, Kind.CONTEST_DISMISSED, new_id, now),
    )
    return after


def _event(contest: Contest, what: What, new_id: Callable[[], str], now: datetime) -> Event:
    refs = {"contest": contest.id, "state": contest.state.value}
    return Event(new_id(), contest.holder, what, now, refs)


def _message(contest: Contest, kind: Kind, new_id: Callable[[], str], now: datetime) -> Message:
    return Message(new_id(), kind, contest.holder, now, refs={"contest": contest.id})
