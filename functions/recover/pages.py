"""The pages of recovery."""

from urllib.parse import urlencode

from functions.recover import flow
from functions.recover.app import app
from functions.recover.forms import NewPasswordPage, RecoverPage
from llave import wiring
from llave.errors import InvalidInput
from llave.people import recovering, sessions
from llave.people.accounts import Channel
from llave.people.recovering import NewPassword
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other


@app.page("GET /recuperar")
def recover_page(request: Request, shown: Shown) -> Answer:
    """What the account is found by."""
    token = wiring.robots().form_token(wiring.now(), wiring.new_token())
    return Page(
        "recover/recuperar.html",
        {"errors": shown.errors, "values": shown.values, "form_token": token},
    ).with_cookies(*flow.mark_for(request, wiring.now()))


@app.form("POST /recuperar", RecoverPage, again=recover_page)
def ask(request: Request, form: RecoverPage) -> Answer:
    """Ask for a recovery; the same page for everybody."""
    flow.ask(form.claim, form.robot_answer, request, wiring.now())
    return see_other("/recuperar/enviado")


@app.page("GET /recuperar/enviado")
def sent_page(request: Request, shown: Shown) -> Answer:
    """What to do next."""
    return Page("recover/enviado.html")


@app.page("GET /recuperar/nueva")
def password_page(request: Request, shown: Shown) -> Answer:
    """The link's page; opening it spends nothing."""
    token = (
        request.query.get("token", "") if request.method == "GET" else request.form.get("token", "")
    )
    recovery = recovering.look(token, flow.ports(), wiring.now())
    if recovery is None:
        return Page("recover/vencido.html", status=404)
    context = {
        "errors": shown.errors,
        "token": token,
        "needs_code": recovery.needs_code,
        "by_phone": recovery.code_channel is Channel.PHONE,
        "is_sent_again": request.query.get("aviso") == "codigo",
    }
    return Page("recover/nueva.html", context)


@app.form("POST /recuperar/nueva", NewPasswordPage, again=password_page)
def set_password(request: Request, form: NewPasswordPage) -> Answer:
    """Set the new password, or send another code."""
    now = wiring.now()
    if form.resend:
        recovering.send_code_again(form.token, flow.ports(), now)
        query = urlencode({"token": form.token, "aviso": "codigo"})
        return see_other(f"/recuperar/nueva?{query}")
    if form.password is None:
        raise InvalidInput("required", field="password")
    flow.finish(NewPassword(form.token, form.password, form.code), now)
    # This browser's own session has ended with all others.
    return see_other("/entrar?aviso=contrasena").with_cookies(drop_cookie(sessions.COOKIE))
