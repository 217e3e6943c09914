"""The team: who may do what, as two operators say."""

from functions.review.app import app
from functions.review.desk import operator_here, refused
from functions.review.forms import ConfirmForm, ProposalForm
from functions.review.shown import day_and_hour, role_text
from llave import wiring
from llave.settings import settings
from llave.staff import members
from llave.staff.chain import Line, What
from llave.staff.members import Member, Role, proposed, staff_id
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other

TEAM = "/revision/personal"


@app.page(f"GET {TEAM}", refused=refused)
def team_page(request: Request, shown: Shown) -> Answer:
    """Everybody with a role, and what waits for a second operator."""
    now = wiring.now()
    who = operator_here(request, now)
    people = wiring.members().all()
    rows = [
        {
            "subject": one.subject,
            "staff": one.id,
            "roles": ", ".join(role_text(role) for role in Role if role in one.roles),
        }
        for one in sorted(people, key=lambda one: one.subject)
    ]
    waiting = [
        {
            "id": one.id,
            "subject": one.subject,
            "role": role_text(one.role),
            "gives": one.gives,
            "by": one.proposed_by,
            "since": day_and_hour(one.proposed_at),
            "mine": who.id in (one.proposed_by, one.staff),
        }
        for one in wiring.members().proposals(now)
    ]
    return Page(
        "review/personal.html",
        {
            "errors": shown.errors,
            "values": shown.values,
            "staff": who.id,
            "is_reviewer": Role.REVIEWER in who.member.roles,
            "rows": rows,
            "waiting": waiting,
        },
    )


@app.form(f"POST {TEAM}/proponer", ProposalForm, again=team_page, refused=refused)
def propose(request: Request, form: ProposalForm) -> Answer:
    """A role for somebody, or its end, if another operator agrees."""
    now = wiring.now()
    who = operator_here(request, now)
    staff = staff_id(settings().workforce_issuer, form.subject)
    about = wiring.members().get(staff) or Member(staff, form.subject)
    role, gives = Role(form.role), form.change == "give"
    grant = proposed(who.member, about, role, wiring.new_id(), now, gives=gives)
    refs = {"staff": staff, "role": role.value, "change": form.change}
    wiring.members().propose(grant, Line(who.id, What.ROLE_PROPOSED, now, refs))
    return see_other(TEAM)


@app.form(f"POST {TEAM}/confirmar", ConfirmForm, again=team_page, refused=refused)
def confirm(request: Request, form: ConfirmForm) -> Answer:
    """What another operator proposed."""
    now = wiring.now()
    who = operator_here(request, now)
    members.confirm(form.grant, who.member, wiring.members(), now)
    return see_other(TEAM)
