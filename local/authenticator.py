"""An authenticator app, as a citizen has it on her telephone: added by the page, and its codes, each of
which serves once."""

import re
import time
from dataclasses import dataclass, field

import pyotp

from local.citizen import Citizen

PAGE = "/cuenta/seguridad/aplicacion"
SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")
STEP_S = 30


@dataclass
class App:
    """`secret` is what the page shows; `last` the step whose code was used."""

    secret: str = field(repr=False)
    last: int = 0

    def code(self) -> str:
        """One that serves: of this step, or of the next one, which is taken already."""
        step = max(self._now(), self.last + 1)
        while step > self._now() + 1:
            time.sleep(0.5)
        self.last = step
        return pyotp.TOTP(self.secret).at(step * STEP_S)

    @staticmethod
    def _now() -> int:
        return int(time.time()) // STEP_S


def added(citizen: Citizen) -> App:
    """Add an app by the page, without scripts; she has just signed in."""
    page = citizen.call("GET", PAGE)
    found = SECRET.search(page.text)
    assert found, f"{PAGE}: {page.status_code} {page.headers.get('location', '')}"
    app = App(found[1].replace(" ", ""))
    form = {"csrf": citizen.cookies["__Host-csrf"], "code": app.code()}
    answer = citizen.call("POST", PAGE, data=form)
    assert answer.status_code == 303, f"{PAGE}: {answer.status_code} {answer.text}"
    return app


def signed_in(citizen: Citizen, identifier: str, password: str, app: App) -> None:
    """Sign in by both steps."""
    asked = citizen.sign_in(identifier, password)
    assert asked.status_code == 200, f"POST /v1/sessions: {asked.status_code} {asked.text}"
    given = {"challenge": asked.json()["challenge"]["id"], "method": "totp", "code": app.code()}
    answer = citizen.call("POST", "/v1/sessions/challenge", given)
    assert answer.status_code == 201, f"{answer.status_code} {answer.text}"
