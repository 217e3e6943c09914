"""What a member of the staff does by clicks, and whoever's case comes before her."""

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
MOST_GIVEN_BACK = 20
PATIENCE_S = 150


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
        for _ in range(MOST_GIVEN_BACK):
            self.she.open("/revision")
            again = self.page.get_by_role("button", name="Seguir con mi caso")
            if again.count():
                again.click()
            else:
                self.she.press("Tomar un caso")
            self.page.wait_for_url("**/revision/caso/*")
            if self.page.url.endswith(case):
                return
            self.page.get_by_text("No puedo revisar este caso").click()
            self.she.press("Devolver el caso")
        raise AssertionError("the case never came")

    def sees_pictures(self, how_many: int) -> None:
        """Wait until so many of the page's pictures have come."""
        seen = (
            "n => [...document.images].filter(i => i.complete && i.naturalWidth > 100).length == n"
        )
        self.page.wait_for_function(seen, arg=how_many)

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

    def level(self) -> str:
        """The level of her account."""
        return str(self.citizen.call("GET", "/v1/me").json()["account"]["level"])


def applied(cloud: RunningCloud, papers: Papers) -> Applicant:
    """Her case waits for a reviewer."""
    account = Account(person=papers.person, postal_code=papers.postal_code)
    citizen = active(cloud, account)
    citizen.sign_in(account.email, account.password)
    case = Verifying(citizen)
    case.start()
    for slot in ("front", "back", "bill"):
        case.upload(slot, papers.read(slot))
    case.upload("face", papers.read("selfie"))
    case.current()
    case.submit()
    assert case.at_rest(PATIENCE_S)["state"] == "review"
    return Applicant(account, citizen, case)


def colleague(cloud: RunningCloud, name: str) -> Colleague:
    """A member of the staff without a browser, signed in."""
    found = cloud.opened.enter_context(Colleague(cloud.origin, STAFF[name]))
    found.sign_in()
    return found
