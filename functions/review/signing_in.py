"""Coming and going: the staff sign in at the issuer of who employs them."""

import secrets

from functions.review.app import app
from functions.review.desk import ENTRANCE, HOME, refused
from functions.review.forms import ButtonForm
from llave import wiring
from llave.people import lookups
from llave.people.codes import fingerprint, same
from llave.settings import settings
from llave.staff.chain import Line, What
from llave.staff.members import Member, staff_id
from llave.staff.sessions import COOKIE, StaffSession
from llave.staff.workforce import (
    Expected,
    FactorTooWeak,
    Identity,
    SignIn,
    TokenNotRight,
    address,
    identity_in,
)
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other, set_cookie

RETURN = "/revision/regreso"
BROWSER = "__Host-revision-entrada"
NOTICES = {"salio": "revision.entrar.salio"}


@app.page(f"GET {ENTRANCE}", refused=refused)
def entrance(request: Request, shown: Shown) -> Answer:
    """One button, which leads to the issuer."""
    issuer = settings().workforce_issuer
    notice = request.query.get("aviso", "") if request.method == "GET" else ""
    context = {"errors": shown.errors, "notice": NOTICES.get(notice, "")}
    return Page("review/entrar.html", context, form_action=(issuer,))


@app.form(f"POST {ENTRANCE}", ButtonForm, again=entrance, refused=refused)
def begin(request: Request, form: ButtonForm) -> Answer:
    """Off to the issuer, with what ties her return to this browser."""
    state, browser = wiring.new_token(), wiring.new_token()
    sign_in = SignIn(
        key=fingerprint(state),
        browser=fingerprint(browser),
        nonce=wiring.new_token(),
        verifier=secrets.token_urlsafe(48),
        begun_at=wiring.now(),
    )
    endpoint = wiring.workforce().authorization_endpoint()
    wiring.staff_sign_ins().begin(sign_in)
    client = settings().workforce_client
    to = address(endpoint, client, settings().origin + RETURN, sign_in, state)
    return see_other(to).with_cookies(set_cookie(BROWSER, browser, max_age=600))


@app.page(f"GET {RETURN}", refused=refused)
def come_back(request: Request, shown: Shown) -> Answer:
    """What the issuer says of her opens a session, or the chain has a line of why not."""
    identity = _identity(request)
    cookie, now = wiring.new_token(), wiring.now()
    staff = staff_id(settings().workforce_issuer, identity.subject)
    curp = _indexes(identity)
    session = StaffSession(
        key=fingerprint(cookie),
        staff=staff,
        subject=identity.subject,
        created_at=now,
        last_seen=now,
        amr=identity.amr,
        name=identity.name,
        curp=curp,
    )
    member = wiring.members().get(staff) or Member(staff, identity.subject)
    if not member.roles:
        wiring.chain().append(Line(staff, What.TURNED_AWAY, now, {"reason": "no role"}))
        return Page("review/sin_permiso.html", {"staff": staff}, 403)
    wiring.chain().append(Line(staff, What.SIGNED_IN, now, {"amr": " ".join(identity.amr)}))
    _end_old(request)
    wiring.staff_sessions().begin(session)
    return see_other(HOME).with_cookies(set_cookie(COOKIE, cookie), drop_cookie(BROWSER))


@app.form("POST /revision/salir", ButtonForm, again=entrance, refused=refused)
def leave(request: Request, form: ButtonForm) -> Answer:
    """The session ends here; that at the issuer is another one."""
    _end_old(request)
    return see_other(f"{ENTRANCE}?aviso=salio").with_cookies(drop_cookie(COOKIE))


def _identity(request: Request) -> Identity:
    """Whom the issuer sent back; raises TokenNotRight, FactorTooWeak, WorkforceDown."""
    query, browser = request.query, request.cookies.get(BROWSER, "")
    known = wiring.staff_sign_ins().take(fingerprint(query.get("state", "")))
    now, issuer = wiring.now(), settings().workforce_issuer
    if known is None or now >= known.expires_at or not same(fingerprint(browser), known.browser):
        raise TokenNotRight("not begun in this browser")
    # An issuer that says who it is must be ours (RFC 9207).
    if query.get("iss", issuer) != issuer or "code" not in query:
        raise TokenNotRight("no code of this issuer")
    token = wiring.workforce().id_token(query["code"], known.verifier, settings().origin + RETURN)
    expected = Expected(issuer, settings().workforce_client, known.nonce)
    try:
        return identity_in(token, expected, wiring.workforce(), now)
    except FactorTooWeak:
        line = Line("nobody", What.TURNED_AWAY, now, {"reason": "weak factor"})
        wiring.chain().append(line)
        raise


def _indexes(identity: Identity) -> tuple[str, ...]:
    """Her own CURP, so that she is never given her own case."""
    found = lookups.by_curp(identity.curp, wiring.keyring())
    return tuple(index.key for index in found.all)


def _end_old(request: Request) -> None:
    if cookie := request.cookies.get(COOKIE):
        session = wiring.staff_sessions().get(fingerprint(cookie))
        if session is not None:
            wiring.staff_sessions().end(session.key)
            wiring.chain().append(Line(session.staff, What.SIGNED_OUT, wiring.now()))
