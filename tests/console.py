"""The console on moto: an issuer that says what a test wants, staff with browsers, a workflow that
remembers what it was told."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from llave import wiring
from llave.adapters.staff import _member_item
from llave.documents.capture import Capture
from llave.documents.workflow import NobodyWaits, Verdict
from llave.settings import settings
from llave.staff.chain import Line, What
from llave.staff.members import Member, Role, staff_id
from tests.events import Answer, Browser, call, page_post
from tests.functions.verify.conftest import Office
from tests.verifying import ANA, LUIS, identity

KID = "k1"
ENTRANCE = "/revision/entrar"
# Nobody's whose case waits.
STAFF_CURP = "LOOA531113HTCPBN07"
GOOD_AMR = ["pwd", "otp", "mfa"]


@dataclass
class FakeWorkforce:
    """An issuer that lives in the process; `says` changes what its next tokens say."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    says: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"kid": KID})
    algorithm: str = "ES256"
    signs_with: Any = None
    nonce: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def authorization_endpoint(self) -> str:
        return f"{settings().workforce_issuer}/authorize"

    def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        self.asked.append((code, verifier, redirect_uri))
        now = int(wiring.now().timestamp())
        claims = {
            "iss": settings().workforce_issuer,
            "aud": settings().workforce_client,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": self.nonce,
            "amr": GOOD_AMR,
            **self.says,
        }
        held = {name: value for name, value in claims.items() if value is not None}
        with_key = self.private if self.signs_with is None else self.signs_with
        return jwt.encode(held, with_key, algorithm=self.algorithm, headers=self.header)

    def public(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(ECAlgorithm.to_jwk(self.private.public_key()))
        return found

    def key(self, kid: str) -> dict[str, Any] | None:
        return {**self.public(), "kid": KID} if kid == KID else None


@dataclass
class FakeMachine:
    """What the workflow was told; `is_late` has it wait for nobody."""

    told: list[tuple[str, Verdict, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    is_late: bool = False

    def answer(
        self,
        token: str,
        verdict: Verdict,
        reviewers: tuple[str, ...],
        reasons: tuple[str, ...] = (),
    ) -> None:
        if self.is_late:
            raise NobodyWaits("late")
        self.told.append((token, verdict, reviewers, reasons))


@dataclass
class Console:
    """Everything of it."""

    office: Office
    issuer: FakeWorkforce = field(default_factory=FakeWorkforce)
    machine: FakeMachine = field(default_factory=FakeMachine)

    def member(self, subject: str, *roles: Role) -> str:
        """Somebody with these roles, as operators gave them; her id."""
        staff = staff_id(settings().workforce_issuer, subject)
        member = Member(staff, subject, frozenset(roles))
        table = wiring.members()
        line = Line("test", What.ROLE_GIVEN, wiring.now(), {"staff": staff})
        table._chain.with_line(line, [table._put(_member_item(member))])
        return staff

    def reviewer(self, subject: str, **claims: str) -> "AtDesk":
        """A reviewer who has signed in."""
        staff = self.member(subject, Role.REVIEWER)
        return self.signed_in(subject, staff, **claims)

    def signed_in(self, subject: str, staff: str, **claims: str) -> "AtDesk":
        """Through the pages, by way of the issuer."""
        browser = Browser()
        answer = self.enter(browser, subject, **claims)
        assert answer.status == 200, answer.page.text
        return AtDesk(staff, browser)

    def enter(self, browser: Browser, subject: str, **claims: Any) -> Answer:
        """To the issuer and back."""
        state = self.begin(browser)
        named = {
            "given_name": subject.upper(),
            "family_name": f"DE {subject.upper()}",
            "curp": STAFF_CURP,
        }
        self.issuer.says = {"sub": subject, **named, **claims}
        return browser.get(f"/revision/regreso?code=c1&state={state}")

    def begin(self, browser: Browser) -> str:
        """Off to the issuer; the state."""
        browser.get(ENTRANCE)
        away = browser.submit(action=ENTRANCE, follow=False)
        query = parse_qs(urlsplit(away.location).query)
        self.issuer.nonce = query["nonce"][0]
        return query["state"][0]

    def waiting_case(self, person: str = "p1", case: str = "c1") -> str:
        """A case that the workflow sent to people, with everything that it read."""
        self.office.capture = Capture.MISSING
        self.office.answer = {"verdict": "settled", "reviewers": [], "reasons": []}
        self.office.submit(person, case)
        self.office.machine().run({"case": case})
        return case

    def seen_before(self) -> None:
        """Luis's case `c0` had the number, the pictures and the portrait that Ana's `c1` has, which waits."""
        office, hers = self.office, self.office.identity
        office.account("p0", of=LUIS)
        office.registries.person = LUIS
        office.identity = identity(person=LUIS, clave_elector="HRCRLS68020321H100")
        self.waiting_case("p0", "c0")
        wiring.reviews().done("c0")
        office.registries.person, office.identity = ANA, hers
        self.waiting_case()


@dataclass
class AtDesk:
    """Somebody who works here, with her browser."""

    staff: str
    browser: Browser

    def take(self) -> Answer:
        """Have chance give her a case."""
        self.browser.get("/revision")
        return self.browser.submit(action="/revision/tomar")

    def open(self, case: str) -> Answer:
        return self.browser.get(f"/revision/caso/{case}")

    def picture(self, case: str, name: str = "front-1") -> Answer:
        return self.browser.get(f"/revision/caso/{case}/imagen/{name}")

    def says(self, case: str, verdict: str, **fields: str) -> Answer:
        """Send a verdict with the page's own form."""
        self.open(case)
        sent = {"verdict": verdict, **fields}
        return self.browser.submit(sent, action=f"/revision/caso/{case}/veredicto")

    def posts(self, path: str, **fields: str) -> Answer:
        """Send a form without having seen its page."""
        return call(page_post(path, fields, self.browser.cookies))

    def decides(self, case: str, verdict: str, stage: str = "plain", **fields: str) -> Answer:
        """A verdict so sent."""
        path = f"/revision/caso/{case}/veredicto"
        return self.posts(path, verdict=verdict, stage=stage, **fields)


def console(office: Office, monkeypatch: pytest.MonkeyPatch) -> Console:
    """The console of an office whose issuer and workflow are the test's."""
    made = Console(office)
    monkeypatch.setattr(wiring, "workforce", lambda: made.issuer)
    monkeypatch.setattr(wiring, "workflow", lambda: made.machine)
    return made
