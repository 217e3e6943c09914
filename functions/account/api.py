"""The JSON routes of the account."""

from functions.account.answers import (
    AccountShown,
    ContactShown,
    ContactsShown,
    Me,
    PersonShown,
    SessionShown,
)
from functions.account.app import app
from functions.account.flow import Overview, overview
from llave import wiring
from llave.people.accounts import Channel
from llave.people.sessions import COOKIE, signed_in
from llave.web.request import Request
from llave.web.response import Response, as_json


@app.api("GET /v1/me")
def me(request: Request) -> Response:
    """Everything that the account holds of its person; raises NotSignedIn."""
    cookie = request.cookies.get(COOKIE)
    who = signed_in(cookie, wiring.sessions(), wiring.accounts(), wiring.now())
    return as_json(_shown(overview(who, wiring.person_keys())).model_dump(mode="json"))


def _shown(seen: Overview) -> Me:
    account, session = seen.signed_in.account, seen.signed_in.session
    person = {name: seen.fields.get(name) for name in PersonShown.model_fields}
    return Me(
        account=AccountShown(
            status=account.status.value, level=account.level.value, created_at=account.created_at
        ),
        session=SessionShown(
            level=session.level.value, signed_in_at=session.auth_time, ends_at=session.ends_at
        ),
        person=PersonShown.model_validate(person),
        contacts=ContactsShown(
            email=_contact(seen, Channel.EMAIL), phone=_contact(seen, Channel.PHONE)
        ),
        address=seen.address,
    )


def _contact(seen: Overview, channel: Channel) -> ContactShown | None:
    contact = seen.contact(channel)
    return ContactShown(value=contact[0], confirmed=contact[1]) if contact else None
