"""The pictures of the README, from a running local cloud: `make run`, then `make screenshots`."""

import secrets
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from local.citizen import Citizen, code_in
from local.settings import LocalSettings, from_environment
from tools import posing

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
PHONE = {"width": 390, "height": 780}
COMPUTER = {"width": 1000, "height": 720}
CURP = "GALA900514MDFRPN09"
QUALITY = 82
FLAGS = ["--no-sandbox", "--disable-gpu"]


def registration(page: Page, settings: LocalSettings) -> None:
    """The first page of registration, on a phone."""
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{settings.origin}/registro")
    page.get_by_label("CURP", exact=True).fill(CURP)
    page.get_by_label("No soy un robot").check()
    page.get_by_text("Comprobado").wait_for()


def consent(page: Page, settings: LocalSettings) -> None:
    """What a person is asked when she comes from the sample agency."""
    email, password = _account(settings)
    page.set_viewport_size({"width": COMPUTER["width"], "height": COMPUTER["height"]})
    page.goto(settings.agency)
    page.get_by_role("link", name="Entrar con Llave", exact=True).click()
    page.get_by_label("Correo electrónico o CURP").fill(email)
    page.get_by_label("Contraseña", exact=True).fill(password)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_role("button", name="Permitir", exact=True).wait_for()


def form(page: Page, _settings: LocalSettings) -> None:
    """The agency's form, filled in, after `consent`."""
    page.get_by_role("button", name="Permitir", exact=True).click()
    page.get_by_role("button", name="Enviar solicitud").wait_for()


def _account(settings: LocalSettings) -> tuple[str, str]:
    mark = secrets.token_hex(3)
    email, password = f"ana.{mark}@correo.example", f"cometa-{mark}-nopal-farol"
    with Citizen(settings.origin) as citizen:
        citizen.register(CURP, password, email=email)
        citizen.confirm("email", code_in(citizen.inbox(email)))
    return email, password


def _taken(browser: Browser, settings: LocalSettings) -> None:
    page = browser.new_context(locale="es-MX").new_page()
    for name, pose in (("registro", registration), ("permiso", consent), ("agencia", form)):
        pose(page, settings)
        _keep(page, f"{name}.png")


def _verification(browser: Browser, settings: LocalSettings, her: posing.Model) -> None:
    posing.register(her, settings)
    case = posing.photographed(her, settings)
    page = browser.new_context(locale="es-MX", has_touch=True).new_page()
    posing.under_way(page, settings, her, case)
    _keep(page, "caso.png")
    # For the blur, which is a foreign style.
    page = browser.new_context(locale="es-MX", bypass_csp=True).new_page()
    posing.dossier(page, settings, her, case)
    _keep(page, "revision.jpg")


def _keep(page: Page, name: str) -> None:
    path = IMAGES / name
    # Photographs are small as JPEG only.
    options = {"type": "jpeg", "quality": QUALITY} if path.suffix == ".jpg" else {}
    page.screenshot(path=path, **options)  # type: ignore[arg-type]  # by name
    print(f"{path.relative_to(IMAGES.parents[1])}: {path.stat().st_size // 1024} KB")


def main() -> None:
    """Write all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright, posing.model(CURP) as her:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        _taken(browser, from_environment())
        _verification(browser, from_environment(), her)
        browser.close()


if __name__ == "__main__":
    main()
