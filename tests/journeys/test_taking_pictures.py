"""What a phone says of a picture before it is sent, and an upload on a bad network, by clicks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageEnhance
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from local.verifying import Verifying
from tests.browsers import opened
from tests.journeys.accounts import Account, active
from tests.journeys.clicking import Clicking
from tests.journeys.reviewing import Applicant

HANDHELD = {"viewport": {"width": 360, "height": 760}, "has_touch": True, "is_mobile": True}
TABLE, CARD, INK = (60, 70, 80), (235, 232, 226), (40, 40, 40)
# What comes after the end of a JPEG is sent and not looked at.
SLOW_BYTES, PER_SECOND = 600_000, 200_000
ONLINE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
TAKEN = "Recibimos tu foto: Frente de tu identificación"
SCRIPT = "**/estaticos/picture-*.js"
NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null"
# A camera of noise, which plays at the second try only and of which no picture can be made.
LAME_CAMERA = """
(() => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const noise = context.createImageData(canvas.width, canvas.height);
  setInterval(() => {
    noise.data.forEach((_, at) => (noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 255));
    context.putImageData(noise, 0, 0);
  }, 100);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(15);
  HTMLCanvasElement.prototype.toBlob = (take) => take(null);
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = async function () {
    HTMLMediaElement.prototype.play = play;
    throw new DOMException("not now", "NotAllowedError");
  };
})();
"""


@pytest.fixture(scope="module")
def phone(cloud, chromium) -> Iterator[BrowserContext]:
    """Of somebody who is signed in, with a case under way."""
    with opened(chromium, cloud, **HANDHELD) as context:
        account = Account()
        citizen = active(cloud, account)
        citizen.sign_in(account.email, account.password)
        case = Verifying(citizen)
        case.start()
        Applicant(account, citizen, case).enters(Clicking(context.new_page(), cloud))
        yield context


@pytest.fixture
def she(cloud, phone) -> Clicking:
    """At the page of the first picture, whose script is there: without it the plain form is sent."""
    person = Clicking(phone.new_page(), cloud)
    person.open("/verificar/foto/frente")
    expect(person.page.get_by_role("status")).to_be_attached()
    return person


def card() -> Image.Image:
    """A card with lines of print on a table."""
    picture = Image.new("RGB", (1200, 850), TABLE)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((120, 100, 1080, 750), fill=CARD)
    pen.rectangle((170, 250, 400, 560), fill=(150, 120, 100))
    for line in range(9):
        for letter in range(40):
            left, top = 440 + 15 * letter, 160 + 60 * line
            pen.rectangle((left, top, left + 5, top + 14), fill=INK)
    return picture


def choose(page: Page, content: bytes) -> None:
    file: FilePayload = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.get_by_label("Tu foto o archivo").set_input_files(file)


def as_jpeg(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=92)
    return kept.getvalue()


def never(_: Route) -> None:
    """Whoever asks hears nothing."""


@contextmanager
def answered_late(page: Page) -> Iterator[None]:
    """The bucket takes what is sent, and its answers come at the end."""
    network = page.context.new_cdp_session(page)
    answers = {"urlPattern": "*/subir/*", "requestStage": "Response"}
    network.send("Fetch.enable", {"patterns": [answers]})
    yield
    network.send("Fetch.disable")


def test_hints_come_with_a_bad_picture_and_go_with_a_good_one(she):
    said = she.page.get_by_role("status")
    good = card()
    bad = {
        "Está muy oscura.": ImageEnhance.Brightness(good).enhance(0.25),
        "Parece que está cortada.": good.crop((300, 0, 1200, 850)),
        "Se ve borrosa.": good.resize((120, 85)).resize(good.size, Image.Resampling.BICUBIC),
    }
    for words, picture in bad.items():
        choose(she.page, as_jpeg(picture))
        expect(said).to_contain_text(words)
        choose(she.page, as_jpeg(good))
        expect(said).to_have_text("Se ve bien.")


def test_a_picture_chosen_before_the_script_came_is_looked_at_when_it_comes(she):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    she.page.route(SCRIPT, hold)
    with she.page.expect_request(SCRIPT):
        she.page.reload()

    choose(she.page, as_jpeg(ImageEnhance.Brightness(card()).enhance(0.25)))
    expect(she.page.get_by_role("status")).not_to_be_attached()
    for script in held:
        script.continue_()

    expect(she.page.get_by_role("status")).to_contain_text("Está muy oscura.")


def test_what_can_not_be_sent_is_said_before_it_is(she, tmp_path):
    said = she.page.get_by_role("status")
    she.press("Subir")
    expect(said).to_have_text("Toma una foto o elige un archivo primero.")
    for number, (words, content) in enumerate(
        (
            ("Ese archivo está vacío.", b""),
            ("Pesa más de 15 MB.", b"\xff\xd8" + bytes(15 * 1024 * 1024)),
            ("Ese archivo no es una foto", b"GIF89a" + bytes(100)),
            ("Es demasiado pequeña", as_jpeg(card().resize((239, 200)))),
        )
    ):
        file = tmp_path / f"{number}.jpg"
        file.write_bytes(content)
        she.page.get_by_label("Tu foto o archivo").set_input_files(file)
        expect(said).to_contain_text(words)
        she.press("Subir")
        expect(said).to_contain_text(words)


def test_a_lost_network_and_a_closed_tab_lose_nothing(she):
    page = she.page
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {**ONLINE, "uploadThroughput": PER_SECOND, "latency": 20}
    network.send("Network.emulateNetworkConditions", slow)
    choose(page, as_jpeg(card()) + bytes(SLOW_BYTES))
    she.press("Subir")
    for share in ("[1-4]0", "[5-8]0"):
        expect(page.get_by_text(re.compile(f"Subiendo: {share} %"))).to_be_visible()
    network.send("Network.emulateNetworkConditions", {**ONLINE, "offline": True})
    expect(page.get_by_role("status")).to_contain_text("Revisa tu conexión")
    network.send("Network.emulateNetworkConditions", ONLINE)
    she.press("Subir de nuevo")
    expect(page.get_by_text(TAKEN)).to_be_visible()

    another = page.context.new_page()
    page.close()
    another.goto(f"{she.cloud.origin}/verificar")

    first = another.locator(".llave-tasks__item").first
    expect(first).to_contain_text("Frente de tu identificación")
    expect(first).to_contain_text("Lista")


def test_a_policy_that_ended_on_the_way_is_replaced_by_another(she):
    asked: list[str] = []

    def too_late(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()
            return
        # What the edge makes of S3's refusal.
        where = f"{she.cloud.origin}/verificar/foto/frente?problema=vencida"
        route.fulfill(status=303, headers={"location": where})

    she.page.route("**/subir/frente", too_late)
    choose(she.page, as_jpeg(card()))
    she.press("Subir")

    expect(she.page.get_by_text(TAKEN)).to_be_visible()
    assert len(asked) == 2


def test_a_picture_that_can_not_be_judged_is_sent_all_the_same(she):
    she.page.add_init_script(NO_CANVAS)
    she.page.reload()

    choose(she.page, as_jpeg(card()))
    expect(she.page.get_by_role("status")).to_contain_text("Antes de subirla, revisa")
    she.press("Subir")

    expect(she.page.get_by_text(TAKEN)).to_be_visible()


def test_an_answer_that_does_not_come_is_given_up_and_one_that_is_slow_is_waited_for(she):
    page, said = she.page, she.page.get_by_role("status")
    chooser = page.get_by_label("Tu foto o archivo")
    page.clock.install()
    choose(page, as_jpeg(card()))
    with page.expect_request("**/uploads"):
        page.route("**/uploads", never)
        she.press("Subir")
    expect(chooser).to_be_disabled()
    page.clock.fast_forward("01:00")
    expect(said).to_contain_text("Revisa tu conexión")
    expect(chooser).to_be_enabled()
    page.unroute_all(behavior="ignoreErrors")

    with answered_late(page):
        she.press("Subir de nuevo")
        expect(said).to_have_text("Subiendo: 100 %")
        page.clock.fast_forward("01:00")
        expect(said).to_have_text("Subiendo: 100 %")
        expect(chooser).to_be_disabled()

    expect(page.get_by_text(TAKEN)).to_be_visible()


def test_a_camera_that_fails_is_said_and_can_be_tried_again(she):
    page = she.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.add_init_script(LAME_CAMERA)
    she.open("/verificar/foto/rostro")
    said = page.locator(".llave-face__line")

    she.press("Abrir la cámara")
    expect(said).to_contain_text("No pudimos usar tu cámara")
    she.press("Abrir la cámara")
    she.press("Empezar")

    expect(said).to_contain_text("No se pudo subir")
    expect(page.get_by_role("button", name="Tomar de nuevo")).to_be_enabled()
    assert not [url for url in sent if "/subir/" in url]
