"""What a reviewer's verdict does: it is put down with its line in the chain, and when it is enough the
workflow hears of it."""

from dataclasses import replace
from datetime import datetime

from functions.review.answering import answer
from functions.review.dossier import Dossier, Stage
from functions.review.forms import VerdictForm
from llave import wiring
from llave.documents.kinds import Slot, slots_of
from llave.documents.readings import BillReading
from llave.documents.reasons import Public, Reason, Why
from llave.documents.standing import evidence_of
from llave.documents.workflow import Verdict
from llave.errors import Conflict, InvalidInput
from llave.people import contesting
from llave.people.bound import NoFactorLeft
from llave.people.contests import Contest
from llave.people.holders import Ports
from llave.staff.chain import Line, What
from llave.staff.reviews import Finding, Review, expect_hers, looked


class StageChanged(Conflict):
    """The case is about something else by now: the page has to be read again."""

    code = "stage_changed"


def decide(found: Dossier, form: VerdictForm, who: str, now: datetime) -> Review:
    """Put the verdict down; raises StageChanged, InvalidInput, what contests raise, Changed."""
    if form.stage != found.stage.value:
        if contest := _half_heard(found, form, who):
            return _doubted(found, who, contest, now)
        raise StageChanged(found.stage.value)
    if form.verdict == "reject":
        return _reject(found, reasons_of(found, form), who, now)
    accept = {Stage.PLAIN: _accept, Stage.HOLDER: _doubt, Stage.CONTEST: _displace}
    return accept[found.stage](found, who, now)


def reasons_of(found: Dossier, form: VerdictForm) -> tuple[str, ...]:
    """What the person will be told; raises InvalidInput."""
    if form.reason is None:
        raise InvalidInput("reason_required", field="reason")
    slot = Slot(form.slot) if form.slot else None
    if slot is not None and slot not in slots_of(found.case.kind):
        raise InvalidInput("not_an_option", field="slot")
    if Public(form.reason) is Public.RETAKE and slot is None:
        raise InvalidInput("slot_required", field="slot")
    return (Reason(Why.REVIEWER, slot, Public(form.reason)).code,)


def _accept(found: Dossier, who: str, now: datetime) -> Review:
    return _put_down(found, looked(found.review, who, Finding.ACCEPT, (), now), now)


def _reject(found: Dossier, reasons: tuple[str, ...], who: str, now: datetime) -> Review:
    after = looked(found.review, who, Finding.REJECT, reasons, now)
    if found.contest is not None:
        contesting.dismiss(found.contest, who, wiring.contests(), wiring.new_id, now)
    return _put_down(found, after, now)


def _doubt(found: Dossier, who: str, now: datetime) -> Review:
    """The newcomer may be right: the holder is told, and has her 72 hours."""
    assert found.holder is not None  # noqa: S101  # what the stage says
    expect_hers(found.review, who, now)
    finding = contesting.Credible(found.case.id, found.case.person, found.strength, who)
    opened = contesting.opened(finding, found.holder, wiring.new_id, now)
    wiring.contests().open(opened)
    return _doubted(found, who, opened.contest, now)


def _doubted(found: Dossier, who: str, contest: Contest, now: datetime) -> Review:
    """What she found, beside the contest that came of it."""
    after = looked(found.review, who, Finding.CREDIBLE, (), now)
    until = contest.decidable_at
    return _put_down(found, replace(after, contest_until=until), now, What.CONTEST_OPENED)


def _half_heard(found: Dossier, form: VerdictForm, who: str) -> Contest | None:
    """The contest that this very form opened before, when something failed until her finding was to be
    put down: who has put it down does not get here."""
    said = (form.stage, form.verdict) == (Stage.HOLDER.value, "accept")
    contest = found.contest
    return contest if said and contest and contest.opened_by == who else None


def _displace(found: Dossier, who: str, now: datetime) -> Review:
    """The CURP changes its holder; the case is accepted in the same transaction. Whose account has no
    second factor any more (a recovery ends those of who is not verified) is sent back to add one."""
    assert found.contest is not None  # noqa: S101  # what the stage says
    assert found.holder is not None  # noqa: S101
    after = looked(found.review, who, Finding.ACCEPT, (), now)
    marks = tuple(found.said["decision"]["marks"])
    reviewers = (found.contest.opened_by, who)
    bill = BillReading.from_json(found.said["address"])
    evidence = evidence_of(found.case, bill, found.registries, reviewers, now)
    won = contesting.won(found.contest, found.holder, evidence, found.curp, marks, wiring.new_id)
    ports = Ports(wiring.holders(), wiring.grants(), wiring.new_id)
    try:
        contesting.displace(won, wiring.contests(), ports)
    except NoFactorLeft:
        return _reject(found, (Reason(Why.NO_FACTOR).code,), who, now)
    settled = replace(after, outcome=Verdict.SETTLED)
    return _put_down(found, settled, now, What.CONTEST_DECIDED)


def _put_down(found: Dossier, after: Review, now: datetime, what: What = What.FOUND) -> Review:
    last = after.looks[-1]
    refs = {"case": after.case, "finding": last.finding.value, "stage": found.stage.value}
    if after.reasons:
        refs["reasons"] = " ".join(after.reasons)
    written = wiring.review_records().write(
        found.review, after, Line(last.reviewer, what, now, refs)
    )
    answer(written, found.waiting, last.reviewer, now)
    return written
