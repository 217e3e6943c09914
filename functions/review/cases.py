"""One case: what was read beside what registers answered and what the pictures show, and the verdict."""

from datetime import datetime

from functions.review import compared, pictures
from functions.review import shown as show
from functions.review.app import app
from functions.review.deciding import decide
from functions.review.desk import HOME, refused, reviewer_here
from functions.review.dossier import hers, in_her_hands
from functions.review.forms import ButtonForm, VerdictForm
from llave import wiring
from llave.documents.cases import State
from llave.errors import NotFound
from llave.staff.chain import Line, What
from llave.staff.reviews import NotAssigned, excused
from llave.staff.sessions import AtWork
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, Response, see_other


@app.page("GET /revision/caso/{case}", refused=refused)
def case_page(request: Request, shown: Shown) -> Answer:
    """Everything about the case that is hers to judge."""
    now = wiring.now()
    who = reviewer_here(request, now)
    found = hers(request.path_parameters["case"], who, now)
    named = pictures.names(found.case)
    refs = {"case": found.case.id}
    if found.matches:
        refs["others"] = " ".join(match.case.id for match in found.matches)
    wiring.chain().append(Line(who.id, What.OPENED, now, refs))
    context = {
        "errors": shown.errors,
        "values": shown.values,
        "staff": who.id,
        "case": found.case.id,
        "stage": found.stage.value,
        "facts": [*show.facts(found, now), *compared.contest_rows(found)],
        "matches": compared.match_items(found),
        "comparison": show.comparison(found),
        "bill": show.bill_rows(found),
        "doubts": show.doubts(found),
        "pictures": show.picture_rows(found.case, named),
        "reasons": show.REASON_ITEMS,
        "slots": show.slot_items(found.case),
    }
    return Page("review/caso.html", context)


@app.page("GET /revision/caso/{case}/imagen/{picture}", refused=refused)
def picture(request: Request, shown: Shown) -> Answer:
    """A picture, marked with who looks at it; each look is a line of the chain."""
    now = wiring.now()
    who = reviewer_here(request, now)
    case_id, name = request.path_parameters["case"], request.path_parameters["picture"]
    if name.startswith("retrato-"):
        return _portrait(case_id, name, who, now)
    # No field of the person is unsealed for a picture: the page that shows it did that.
    in_her_hands(case_id, who, now)
    case = wiring.cases().get(case_id)
    if case is None or case.state is not State.REVIEW:
        raise NotAssigned("decided meanwhile")
    content = pictures.shown(case, name, who.id, now)
    refs = {"case": case.id, "picture": name}
    wiring.chain().append(Line(who.id, What.PICTURE, now, refs))
    return Response(content_type="image/jpeg", content=content)


def _portrait(case_id: str, name: str, who: AtWork, now: datetime) -> Answer:
    """A portrait that is compared; its line of the chain names the case in her hands and whose it is."""
    portrait = hers(case_id, who, now).portraits.get(name)
    if portrait is None:
        raise NotFound("no such picture")
    content = pictures.portrait(portrait, who.id, now)
    refs = {"case": case_id, "picture": name, "of": portrait.case.id}
    wiring.chain().append(Line(who.id, What.PICTURE, now, refs))
    return Response(content_type="image/jpeg", content=content)


@app.form("POST /revision/caso/{case}/veredicto", VerdictForm, again=case_page, refused=refused)
def verdict(request: Request, form: VerdictForm) -> Answer:
    """Her verdict."""
    now = wiring.now()
    who = reviewer_here(request, now)
    found = hers(request.path_parameters["case"], who, now)
    decide(found, form, who.id, now)
    return see_other(HOME)


@app.form("POST /revision/caso/{case}/excusa", ButtonForm, again=case_page, refused=refused)
def excuse(request: Request, form: ButtonForm) -> Answer:
    """She knows the person, or can not judge: the case is another's, and never hers again.
    A few times a day: otherwise she would choose by giving back."""
    now = wiring.now()
    who = reviewer_here(request, now)
    _, review = in_her_hands(request.path_parameters["case"], who, now)
    line = Line(who.id, What.EXCUSED, now, {"case": review.case})
    wiring.review_records().excuse(review, excused(review, who.id), line)
    return see_other(HOME)
