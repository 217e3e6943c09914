"""What a person does who verifies her account by clicks, beyond what everybody does."""

import time
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from local.authenticator import App
from local.citizen import Citizen
from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, active
from tests.journeys.camera import Camera
from tests.journeys.clicking import Clicking
from tests.papers import Papers

NAMES = {
    "front": "Frente de tu identificación",
    "back": "Reverso de tu identificación",
    "bill": "Comprobante de domicilio",
    "face": "Foto de tu rostro",
}
PROTECT = "Proteger mi cuenta"
# On a machine that does other things as well, reading takes ten times as long.
PATIENCE_S = 150


@dataclass
class Applicant:
    """Somebody with a Básica account, signed in, with her papers on the table."""

    she: Clicking
    papers: Papers
    account: Account
    app: App | None = None

    @property
    def page(self) -> Page:
        return self.she.page

    def choose(self, document: str = "Credencial para votar (INE)", bill: str = "Luz") -> None:
        """From what is needed to the list of pictures."""
        self.she.open("/verificar")
        if self.page.get_by_role("button", name=PROTECT).count():
            self.protect()
        self.she.press("Empezar")
        self.pick(document, bill)

    def protect(self) -> None:
        """Add an authenticator app, as she is told to before she shows documents; she comes back."""
        self.she.press(PROTECT)
        self.she.press("Agregar una aplicación")
        self.app = App(self.page.locator("code").inner_text().replace(" ", ""))
        self.she.type("Código de 6 números que muestra la aplicación", self.app.code())
        self.she.press("Agregar")
        expect(self.page.get_by_text("Tu cuenta ya está protegida")).to_be_visible()
        assert self.she.heading() == "Verifica tu cuenta"

    def pick(self, document: str = "Credencial para votar (INE)", bill: str = "Luz") -> None:
        """On the page that asks for it."""
        self.page.get_by_label(document).check()
        self.page.get_by_label(bill, exact=True).check()
        self.she.press("Acepto y continuar")
        assert self.she.heading() == "Tus fotos"

    def send(self, slot: str, papers: Papers | None = None, *, name: str = "") -> None:
        """Choose a file for one picture and send it."""
        self.she.follow(NAMES[slot])
        file = (papers or self.papers).path(name or slot)
        self.page.get_by_label("Tu foto o archivo").set_input_files(file)
        self.she.press("Subir")
        expect(self.page.get_by_text(f"Recibimos tu foto: {NAMES[slot]}")).to_be_visible()

    def done(self) -> set[str]:
        """The pictures that the list says are there."""
        items = self.page.locator(".llave-tasks__item").all()
        ready = [item for item in items if item.get_by_text("Lista", exact=True).count()]
        return {slot for slot, name in NAMES.items() for one in ready if name in one.inner_text()}

    def photograph_herself(self) -> None:
        """By the page's camera, with the movements it asks for."""
        camera = Camera(self.page, self.papers.frames())
        camera.plug_in()
        self.she.follow(NAMES["face"])
        camera.do_as_asked()

    def hand_in(self) -> None:
        """Everything is there."""
        self.she.press("Enviar mi solicitud")
        self.page.wait_for_url("**/verificar")

    def hears(self, title: str) -> None:
        """Wait until the page says so: by itself, or without scripts when it is looked at again."""
        if self.she.scripts:
            heading = self.page.get_by_role("heading", name=title, exact=True, level=1)
            expect(heading).to_be_visible(timeout=PATIENCE_S * 1000)
            return
        until = time.monotonic() + PATIENCE_S
        while self.she.heading() != title and time.monotonic() < until:
            time.sleep(1)
            self.she.open("/verificar")
        assert self.she.heading() == title


def basica(cloud: RunningCloud, papers: Papers) -> tuple[Account, Citizen]:
    """An account of the papers' person, at the address of her bill, confirmed."""
    account = Account(person=papers.person, postal_code=papers.postal_code)
    return account, active(cloud, account)


def applicant(
    page: Page, cloud: RunningCloud, papers: Papers, *, scripts: bool = True
) -> Applicant:
    """Signed in by clicks."""
    account, _ = basica(cloud, papers)
    she = Clicking(page, cloud, scripts=scripts)
    she.open("/entrar")
    she.sign_in(account.email, account.password)
    return Applicant(she, papers, account)
