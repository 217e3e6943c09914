"""What a person does on the pages: she reads labels, types, presses buttons, and opens her messages."""

import time
from dataclasses import dataclass

from playwright.sync_api import Page

from local.citizen import Citizen, code_in, link_in
from tests.cloud import RunningCloud

ROBOT_WAIT_S = 20.5
SOLVED = "Comprobado"


@dataclass
class Clicking:
    """One person at one page; without scripts she waits where the page asks her to."""

    page: Page
    cloud: RunningCloud
    scripts: bool = True

    def __post_init__(self) -> None:
        self.reader: Citizen = self.cloud.citizen()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.type, said.text))

    def open(self, path: str) -> None:
        """Go to an address of Llave, or to a whole one."""
        self.page.goto(path if "://" in path else f"{self.cloud.origin}{path}")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name).first.click()

    def type(self, label: str, text: str) -> None:
        """Fill the field with that label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def heading(self) -> str:
        """What the page says it is, without the step."""
        heading = self.page.locator("h1")
        return heading.inner_text().strip().splitlines()[-1].strip()

    def is_no_robot(self) -> None:
        """Tick the box and wait for the answer; without scripts, wait for the seconds it takes."""
        if not self.scripts:
            time.sleep(ROBOT_WAIT_S)
            return
        self.page.get_by_label("No soy un robot").check()
        self.page.get_by_text(SOLVED).wait_for()

    def give_curp(self, curp: str) -> None:
        self.open("/registro")
        self.type("CURP", curp)
        self.is_no_robot()
        with self.page.expect_navigation():
            self.press("Consultar CURP")

    def give_address(self, postal_code: str = "06000", street: str = "Avenida Juárez") -> None:
        self.type("Código postal", postal_code)
        if not self.scripts:
            self.press("Buscar colonias")
        self.page.locator("#settlement_id option:nth-of-type(2)").wait_for(state="attached")
        self.page.get_by_label("Colonia").select_option(index=1)
        self.type("Calle", street)
        self.type("Número exterior", "10")
        self.press("Continuar")

    def give_contacts(self, email: str = "", phone: str = "") -> None:
        self.type("Correo electrónico (opcional si das tu celular)", email)
        self.type("Celular (opcional si das tu correo)", phone)
        self.press("Continuar")

    def choose_password(self, password: str) -> None:
        self.type("Contraseña", password)
        self.page.get_by_label("Leí y acepto el aviso de privacidad").check()
        self.press("Crear mi cuenta")

    def register(self, curp: str, password: str, *, email: str = "", phone: str = "") -> None:
        """The three steps; she ends where a code is asked."""
        self.give_curp(curp)
        self.give_address()
        self.give_contacts(email, phone)
        self.choose_password(password)

    def give_code(self, to: str, label: str = "Código") -> None:
        """Type the code that came."""
        self.type(label, code_in(self.reader.inbox(to, containing="confirmar")))
        self.press("Confirmar")

    def sign_in(
        self, identifier: str, password: str, *, device: str = "No, solo yo lo uso", phone: str = ""
    ) -> None:
        self.type("Correo electrónico o CURP", identifier)
        self.type("Celular", phone)
        self.type("Contraseña", password)
        self.page.get_by_label(device).check()
        self.press("Entrar")

    def second_step(self, code: str) -> None:
        """What her app shows."""
        self.type("Código de tu aplicación", code)
        self.press("Continuar")

    def link(self, to: str, containing: str) -> str:
        """The link in a message."""
        return link_in(self.reader.inbox(to, containing=containing))

    def errors(self) -> dict[str, str]:
        """The error summary: text by the field its link leads to."""
        links = self.page.locator(".govuk-error-summary__list a").all()
        return {(link.get_attribute("href") or "")[1:]: link.inner_text() for link in links}

    def _hear(self, kind: str, text: str) -> None:
        """What the browser complains of: scripts that fail, policies that are broken."""
        is_noise = text.startswith("Failed to load resource") or "was preloaded using link" in text
        if kind in ("error", "warning") and not is_noise:
            self.complaints.append(text)
