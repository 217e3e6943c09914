"""What a member of the staff does by clicks, and whoever's case comes before her."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from playwright.sync_api import Page

from local.citizen import Citizen
from local.colleague import Colleague
from local.verifying import Verifying
from local.workforce import directory
from tests.cloud import ROOT, RunningCloud
from tests.journeys.accounts import Account, active
from tests.journeys.clicking import Clicking
from tests.papers import Papers

STAFF = directory.read(ROOT / "local/staff.json")
REVIEWERS = ("rebeca.luna", "samuel.vidal", "irene.zamora")
PATIENCE_S = 150
# Each is opened, marked and made anew for whoever looks.
PICTURES_MS = 60_000


@dataclass
class Working:
    """One reviewer or operator in a browser of her own."""

    page: Page
    cloud: RunningCloud
    name: str
    she: Clicking = field(init=False)

    def __post_init__(self) -> None:
        self.she = Clicking(self.page, self.cloud)

    def sign_in(self) -> None:
        """By way of the issuer, with what her app shows."""
        self.at_the_issuer()
        self.she.press("Entrar")
        self.page.wait_for_url("**/revision**")

    def at_the_issuer(self) -> None:
        """Her name and her code are typed."""
        self.she.open("/revision")
        self.she.press("Entrar con mi cuenta de trabajo")
        self.she.type("Usuario", self.name)
        self.she.type("Código de tu aplicación", STAFF[self.name].code(datetime.now(UTC)))

    def is_given(self, case: str) -> None:
        """Take cases until chance gives her this one; the others she gives back."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if not self._takes_one():
                # The queue hears of a case a moment after its state says so.
                time.sleep(0.5)
                continue
            # Not for the pictures, which are marked one by one.
            self.page.wait_for_url("**/revision/caso/*", wait_until="commit")
            if self.page.url.endswith(case):
                return
            self.page.get_by_text("No puedo revisar este caso").click()
            self.she.press("Devolver el caso")
        raise AssertionError("the case never came")

    def _takes_one(self) -> bool:
        self.she.open("/revision")
        for name in ("Seguir con mi caso", "Tomar un caso"):
            button = self.page.get_by_role("button", name=name)
            if button.count():
                button.click(no_wait_after=True)
                return True
        return False

    def sees_pictures(self, how_many: int, within: str = ".llave-review__pictures") -> None:
        """Wait until so many pictures of the case have come, or of another part of the page."""
        seen = (
            "([part, n]) => [...document.querySelectorAll(`${part} img`)]"
            ".filter(i => i.complete && i.naturalWidth > 100).length == n"
        )
        self.page.wait_for_function(seen, arg=[within, how_many], timeout=PICTURES_MS)

    def says(self, verdict: str) -> None:
        """Her verdict, by its label."""
        self.page.get_by_label(verdict).check()
        self.she.press("Enviar mi veredicto")
        self.page.wait_for_url("**/revision")


@dataclass
class Applicant:
    """Somebody whose case comes before people: her photograph was not taken in a capture."""

    account: Account
    citizen: Citizen
    case: Verifying

    @property
    def is_signed_in(self) -> bool:
        return self.citizen.call("GET", "/v1/me").status_code == 200

    def enters(self, she: Clicking) -> None:
        """In a browser, by both steps."""
        she.open("/entrar")
        she.sign_in(self.account.email, self.account.password)
        assert self.case.app is not None
        she.second_step(self.case.app.code())
        assert she.heading() == "Mi cuenta"

    def level(self) -> str:
        """The level of her account."""
        return str(self.citizen.call("GET", "/v1/me").json()["account"]["level"])


def applied(cloud: RunningCloud, papers: Papers) -> Applicant:
    """Her case waits for a reviewer."""
    her = photographed(cloud, papers)
    her.case.submit()
    assert her.case.at_rest(PATIENCE_S)["state"] == "review"
    return her


def photographed(cloud: RunningCloud, papers: Papers) -> Applicant:
    """All her pictures are there, and the case is still with her."""
    account = Account(person=papers.person, postal_code=papers.postal_code)
    citizen = active(cloud, account)
    citizen.sign_in(account.email, account.password)
    case = Verifying(citizen)
    case.start()
    for slot in ("front", "back", "bill"):
        case.upload(slot, papers.read(slot))
    case.upload("face", papers.read("selfie"))
    case.current()
    return Applicant(account, citizen, case)


def colleague(cloud: RunningCloud, name: str) -> Colleague:
    """A member of the staff without a browser, signed in."""
    found = cloud.opened.enter_context(Colleague(cloud.origin, STAFF[name]))
    found.sign_in()
    return found
