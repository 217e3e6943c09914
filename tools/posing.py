"""The pictures of a verification for the README: a case on its way, and before a reviewer.

Faces and documents are blurred: the portraits that the test papers bear are of somebody, under other
names, and the repository shows nobody.
"""

import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from local.citizen import Citizen, code_in
from local.settings import LocalSettings
from local.verifying import Verifying
from local.workforce import directory

ROOT = Path(__file__).resolve().parents[1]
READER = ROOT / ".local/reader/bin/python"
STAFF = ROOT / "local/staff.json"
REVIEWER = "rebeca.luna"
FACE = "c"
PAPERS = ("ine-front", "ine-back", "bill-electricity", "selfie")
# A new case, or the one that she has not decided since the pictures were last taken.
TAKE = re.compile("Tomar un caso|Seguir con mi caso")
BLURRED = "main img { filter: blur(22px) }"
TALL = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 1180}


@dataclass(frozen=True, slots=True)
class Model:
    """Somebody with papers in a folder and a Básica account."""

    curp: str
    folder: Path
    mark: str

    @property
    def email(self) -> str:
        return f"ana.{self.mark}@correo.example"

    @property
    def password(self) -> str:
        return f"cometa-{self.mark}-nopal-farol"

    def read(self, name: str) -> bytes:
        return (self.folder / f"{name}.jpg").read_bytes()


@contextmanager
def model(curp: str) -> Iterator[Model]:
    """Her papers, drawn for today."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        only = [part for name in PAPERS for part in ("--only", name)]
        options = ("--face", FACE, "--on", datetime.now(UTC).date().isoformat(), *only)
        to = ("--out", str(folder), "--curp", curp)
        command = (str(READER), "-m", "tools.documents", *to, *options)
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield Model(curp, folder, secrets.token_hex(3))


def register(her: Model, settings: LocalSettings) -> None:
    """An account with a confirmed address."""
    with Citizen(settings.origin) as citizen:
        citizen.register(her.curp, her.password, email=her.email)
        citizen.confirm("email", code_in(citizen.inbox(her.email)))


def under_way(page: Page, settings: LocalSettings, her: Model, case: Verifying) -> None:
    """On a phone, when all pictures but one are there."""
    page.set_viewport_size({"width": TALL["width"], "height": TALL["height"]})
    page.goto(f"{settings.origin}/entrar?volver=verificar")
    page.get_by_label("Correo electrónico o CURP").fill(her.email)
    page.get_by_label("Contraseña", exact=True).fill(her.password)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_label("Código de tu aplicación").fill(case.app.code() if case.app else "")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_text("Foto de tu rostro").wait_for()


def photographed(her: Model, settings: LocalSettings) -> Verifying:
    """Her case with every picture but that of her face."""
    citizen = Citizen(settings.origin)
    citizen.sign_in(her.email, her.password)
    case = Verifying(citizen)
    case.start()
    for slot, name in zip(("front", "back", "bill"), PAPERS, strict=False):
        case.upload(slot, her.read(name))
    return case


def dossier(page: Page, settings: LocalSettings, her: Model, case: Verifying) -> None:
    """What a reviewer has before her when a photograph came instead of a capture."""
    case.upload("face", her.read("selfie"))
    case.submit()
    case.at_rest(at="review")
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    page.goto(f"{settings.origin}/revision")
    page.get_by_role("button", name="Entrar con mi cuenta de trabajo").click()
    page.get_by_label("Usuario").fill(REVIEWER)
    code = directory.read(STAFF)[REVIEWER].code(datetime.now(UTC))
    page.get_by_label("Código de tu aplicación").fill(code)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url("**/revision")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_load_state("networkidle")
    page.add_style_tag(content=BLURRED)
