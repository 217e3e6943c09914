"""The pictures of a verification for the README: a face before the camera, and a case before a reviewer."""

import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from local.authenticator import App
from local.citizen import Citizen, code_in
from local.settings import LocalSettings
from local.verifying import Verifying
from local.workforce import directory

ROOT = Path(__file__).resolve().parents[1]
READER = ROOT / ".local/reader/bin/python"
STAFF = ROOT / "local/staff.json"
REVIEWER = "rebeca.luna"
# In scikit-image, for the purpose: an astronaut's portrait, by NASA.
FACE = "c"
PAPERS = ("ine-front", "ine-back", "bill-electricity", "selfie", "face-ahead")
TALL = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 1180}
# What looks into Chromium's camera is a film of one picture.
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


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

    @property
    def film(self) -> str:
        """The option that puts her before the camera."""
        return f"--use-file-for-fake-video-capture={self.folder / 'face.mjpeg'}"

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
        found = Model(curp, folder, secrets.token_hex(3))
        (folder / "face.mjpeg").write_bytes(found.read("face-ahead"))
        yield found


def register(her: Model, settings: LocalSettings) -> None:
    """An account with a confirmed address."""
    with Citizen(settings.origin) as citizen:
        citizen.register(her.curp, her.password, email=her.email)
        citizen.confirm("email", code_in(citizen.inbox(her.email)))


def face(page: Page, settings: LocalSettings, her: Model, app: App) -> None:
    """On a phone, while she is asked to look ahead; all other pictures are there."""
    page.set_viewport_size({"width": TALL["width"], "height": TALL["height"]})
    page.goto(f"{settings.origin}/entrar")
    page.get_by_label("Correo electrónico o CURP").fill(her.email)
    page.get_by_label("Contraseña", exact=True).fill(her.password)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_label("Código de tu aplicación").fill(app.code())
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url("**/cuenta")
    page.goto(f"{settings.origin}/verificar/foto/rostro")
    page.get_by_role("button", name="Abrir la cámara").click()
    page.get_by_role("button", name="Empezar", exact=True).click()
    page.get_by_text("Mira de frente a la cámara (2)").wait_for()
    page.evaluate("scrollTo(0, 0)")


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
    page.get_by_role("button", name="Tomar un caso").click()
    page.wait_for_load_state("networkidle")
