"""The pages on which pictures are taken; the files themselves pass by the edge into the bucket."""

from urllib.parse import urlencode

from functions.verify import flow, shown
from functions.verify.app import app
from functions.verify.desk import desk, visitor_of
from functions.verify.paths import HOME, NAMES, SIGN_IN, SLOTS, received_path, upload_path
from llave import wiring
from llave.documents.kinds import Slot, slots_of
from llave.documents.uploads import types_of
from llave.errors import NotFound
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other

TEMPLATES = {Slot.FACE: "verify/rostro.html"}


@app.page("GET /verificar/foto/{picture}")
def picture(request: Request, again: Shown) -> Answer:
    """Take a picture, or choose a file; the form works by itself and carries its own policy."""
    slot, now = _slot(request), wiring.now()
    who = visitor_of(request)
    if who is None:
        return see_other(SIGN_IN)
    case = flow.collecting(who.account.person, desk(), now)
    if case is None or slot not in slots_of(case.kind):
        return see_other(HOME)
    policy = flow.page_policy(case, slot, received_path(slot), desk(), now)
    return Page(
        TEMPLATES.get(slot, "verify/foto.html"),
        {
            "case": case.id,
            "slot": slot.value,
            "name": shown.picture_name(case, slot),
            "hint": shown.HINTS[slot],
            "formats": shown.formats(slot),
            "action": upload_path(slot),
            "fields": policy.fields,
            "accept": ",".join(types_of(slot)),
            "next": f"{HOME}?{urlencode({'recibida': NAMES[slot]})}",
            "errors": shown.upload_errors(request.query.get("problema", "")),
        },
    )


@app.page("GET /verificar/recibida/{picture}")
def received(request: Request, again: Shown) -> Answer:
    """The browser comes from the bucket, which has put names of its own into the address."""
    return see_other(f"{HOME}?{urlencode({'recibida': NAMES[_slot(request)]})}")


def _slot(request: Request) -> Slot:
    slot = SLOTS.get(request.path_parameters["picture"])
    if slot is None:
        raise NotFound("no such picture")
    return slot
