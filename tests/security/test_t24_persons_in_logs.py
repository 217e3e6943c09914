"""T24: no person, code or token reaches a log, a queue or an address, not even by a mistake.

Here, in the process: every route is given canaries in every place of a request, and the senders work
on a person who is one. The journeys search what the running cloud keeps.
"""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest

from functions.notify import mail
from infra.catalogue import ROUTES, Route, routes_of
from llave import log, wiring
from llave.people.accounts import Channel
from llave.people.letters import Letter
from llave.people.outbox import Kind, Message
from tests.aws import ORIGIN, REGION
from tests.aws import Aws as Deployment
from tests.canaries import Aws, Canary, Found, Place, found_in, queues, tables
from tests.events import FORM, event, handle_of
from tests.functions.notify.conftest import Born, born
from tests.post import record

__all__ = ["born"]

CANARIES = (
    Canary("CURP", "HEGG560427MVZRRL04"),
    Canary("e-mail", "canaria.larga@correo.mx"),
    Canary("phone", "+525512345678"),
    Canary("name", "Xóchitl Canaria"),
    Canary("password", "una frase que nadie más usa"),
    Canary("token", "canary-token-0123456789abcdefghijklmnopqrstu"),
)
FIELDS = {
    "curp": "HEGG560427MVZRRL04",
    "identifier": "canaria.larga@correo.mx",
    "email": "canaria.larga@correo.mx",
    "phone": "+525512345678",
    "password": "una frase que nadie más usa",
    "street": "Xóchitl Canaria",
    "token": "canary-token-0123456789abcdefghijklmnopqrstu",
    "code": "canary-token-0123456789abcdefghijklmnopqrstu",
    "registration_token": "canary-token-0123456789abcdefghijklmnopqrstu",
    "captcha": "canary-token-0123456789abcdefghijklmnopqrstu",
    "canaria.larga@correo.mx": "HEGG560427MVZRRL04",
}


@dataclass
class Written:
    """What a function would leave in its log: our handler's lines, other loggers', bare output."""

    others: io.StringIO
    capsys: pytest.CaptureFixture[str]

    def text(self) -> str:
        """Everything so far."""
        captured = self.capsys.readouterr()
        self.others.write(captured.out + captured.err)
        return self.others.getvalue()

    def found(self) -> list[Found]:
        """The canaries in it."""
        return found_in([Place("log", self.text().encode())], CANARIES)


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """The log of this test."""
    made = Written(io.StringIO(), capsys)
    handler = logging.StreamHandler(made.others)
    logging.getLogger().addHandler(handler)
    yield made
    logging.getLogger().removeHandler(handler)


def requests_of(route: Route) -> Iterator[dict[str, object]]:
    """Canaries in the path, the query, the cookies, the headers and in bodies of every sort."""
    method, _, pattern = route.key.partition(" ")
    path = pattern.replace("{cp}", "HEGG560427MVZRRL04") or "/nada"
    query = urlencode(FIELDS)
    token = FIELDS["token"]
    headers = {"authorization": f"Bearer {token}", "origin": ORIGIN, "user-agent": FIELDS["email"]}
    cookies = dict.fromkeys(
        ("__Host-session", "__Host-registration", "__Host-device", "__Host-csrf"), token
    )
    bodies = {
        "application/json": [json.dumps(FIELDS), json.dumps({"curp": FIELDS}), FIELDS["curp"]],
        FORM: [urlencode(FIELDS | {"csrf": token}), urlencode(FIELDS) + "&curp=" + FIELDS["curp"]],
        "text/plain": [quote(FIELDS["street"])],
    }
    for media_type, texts in bodies.items():
        for text in texts:
            made = event(
                "GET" if route.key == "$default" else method,
                f"{path}?{query}",
                body=None if method == "GET" else text,
                cookies=cookies,
                headers={**headers, "content-type": media_type},
            )
            yield {**made, "routeKey": route.key}


@pytest.mark.parametrize("function", sorted({route.function for route in ROUTES}))
def test_what_a_request_holds_reaches_no_log(aws: Deployment, written: Written, function: str):
    for route in routes_of(function):
        for made in requests_of(route):
            handle_of(route)(made, None)

        assert written.found() == [], route.key
    place = Aws(None, REGION)
    assert found_in([*tables(place), *queues(place)], CANARIES) == []


def test_a_channel_that_quotes_the_person_in_its_failure_reaches_no_log(
    aws: Deployment, born: Born, written: Written, monkeypatch: pytest.MonkeyPatch
):
    born(email="canaria.larga@correo.mx", confirmed=(Channel.EMAIL,))
    message = Message("m1", Kind.NEW_DEVICE, "ana", wiring.now(), "email")
    wiring.outbox().put(message)

    def fail(address: str, letter: Letter) -> None:
        raise RuntimeError(f"can not send to {address}")

    monkeypatch.setattr(wiring, "mail", lambda: type("Mail", (), {"send": staticmethod(fail)}))
    answer = mail.handle({"Records": [record("1", "m1")]})

    assert answer["batchItemFailures"] == [{"itemIdentifier": "1"}]
    assert "not sent" in written.text()
    assert written.found() == []


def test_the_test_catches_a_log_that_quotes_what_came(written: Written):
    """The mutant: a line with the words of an error."""
    try:
        int(FIELDS["curp"])
    except ValueError as error:
        log.info(f"refused: {error}")

    assert [found.label for found in written.found()] == ["CURP"]
