"""The pages after the third step: the code, the link of the mail, "No fui yo"."""

from functions.register import confirm, notice, shown
from functions.register.app import app
from functions.register.desk import desk, proofs
from functions.register.forms import DeclineForm
from functions.register.page_forms import CodePage, LinkPage, ResendPage
from functions.register.pages_steps import ENDED, PATHS, registration_of
from llave import wiring
from llave.errors import InvalidInput
from llave.people.accounts import Account, Channel, Status
from llave.people.registration import COOKIE, Registration, Step
from llave.settings import settings
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other

ACTIVE = "/registro/activa"
DECLINED = "/registro/no-fui-yo"
TAKEN = frozenset({"email_taken", "phone_taken"})


@app.page("GET /registro/listo")
def ready(request: Request, again: Shown) -> Answer:
    """The account is there; one contact at a time is confirmed by its code."""
    registration = registration_of(request)
    account = _account(registration)
    if registration is None or account is None:
        return see_other(_path_of(registration))
    waiting = _unconfirmed(account)
    if not waiting:
        return see_other(ACTIVE)
    asked = again.values.get("channel") or request.query.get("canal", "")
    channel = next((c for c in waiting if c.value == asked), waiting[0])
    key = wiring.person_keys().open(account.person, account.wrapped_key)
    context: dict[str, object] = {
        "channel": channel.value,
        "address": shown.masked(account, key, channel),
        "other": next((c.value for c in waiting if c is not channel), ""),
        "sent_again": "enviado" in request.query,
        "taken": any(error.code in TAKEN for error in again.errors),
        "errors": again.errors,
        "values": {},
    }
    return Page("register/ready.html", context)


@app.form("POST /registro/listo", CodePage, again=ready)
def give_code(request: Request, form: CodePage) -> Answer:
    """Confirm by the code."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    channel = Channel(form.channel)
    status = confirm.by_code(registration, channel, form.code, proofs(), wiring.now())
    return see_other(ACTIVE if status is Status.ACTIVE else PATHS[Step.CONFIRM])


@app.form("POST /registro/reenviar", ResendPage, again=ready)
def send_again(request: Request, form: ResendPage) -> Answer:
    """Send another code; the page says so whether or not that was allowed."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    confirm.resend(registration, Channel(form.channel), proofs(), wiring.now())
    return see_other(f"{PATHS[Step.CONFIRM]}?enviado=1&canal={form.channel}")


@app.page("GET /registro/activa")
def active(request: Request, again: Shown) -> Answer:
    """It can be used. Once nothing waits any more the browser forgets the registration."""
    account = _account(registration_of(request))
    waiting = _unconfirmed(account) if account else ()
    page = Page("register/active.html", {"other": waiting[0].value if waiting else ""})
    return page if waiting else page.with_cookies(drop_cookie(COOKIE))


@app.page("GET /registro/confirmar")
def link(request: Request, again: Shown) -> Answer:
    """Where the mail's link leads; looking at it spends nothing, whoever looks."""
    token = again.values.get("token") or request.query.get("token", "")
    found = proofs().confirming.find_link(token, wiring.now())
    if found is None:
        return Page("register/link_gone.html", status=404)
    registration = registration_of(request)
    context = {
        "token": token,
        "ours": registration is not None and confirm.is_of(found, registration),
        "taken": any(error.code in TAKEN for error in again.errors),
        "errors": again.errors,
        "values": {},
    }
    return Page("register/confirm.html", context)


@app.form("POST /registro/confirmar", LinkPage, again=link)
def confirm_link(request: Request, form: LinkPage) -> Answer:
    """Confirm: in the browser that registered, or with the password chosen there."""
    now, cookie = wiring.now(), request.cookies.get(COOKIE)
    if form.password is not None:
        confirm.by_link_and_password(form.token, form.password, desk(), proofs(), now)
    elif cookie and registration_of(request) is not None:
        confirm.by_link_and_registration(form.token, cookie, desk(), proofs(), now)
    else:
        raise InvalidInput("required", field="password")
    return see_other(ACTIVE)


@app.form("POST /registro/no-fui-yo", DeclineForm, again=link)
def decline(request: Request, form: DeclineForm) -> Answer:
    """Somebody says "No fui yo"."""
    proofs().confirming.decline(form.token, wiring.now())
    return see_other(DECLINED)


@app.page("GET /registro/no-fui-yo")
def declined(request: Request, again: Shown) -> Answer:
    """It is gone."""
    return Page("register/declined.html")


@app.page("GET /aviso-de-privacidad")
def privacy_notice(request: Request, again: Shown) -> Answer:
    """The notice in force, with its version."""
    context = {"version": settings().privacy_notice, "parts": notice.parts(settings())}
    return Page("register/privacy.html", context)


def _path_of(registration: Registration | None) -> str:
    """Where somebody belongs who has no account to confirm."""
    if registration is None or registration.next_step is Step.CONFIRM:
        return ENDED
    return PATHS[registration.next_step]


def _account(registration: Registration | None) -> Account | None:
    if registration is None or registration.done_at is None:
        return None
    return wiring.accounts().get(registration.person)


def _unconfirmed(account: Account) -> tuple[Channel, ...]:
    return tuple(c for c, contact in account.contacts.items() if not contact.is_confirmed)
