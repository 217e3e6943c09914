"""The first page of registration: what it weighs, by keyboard alone, and what its policy lets in."""

from playwright.sync_api import Page, expect

from tests.cloud import RunningCloud
from tests.journeys.accounts import Account
from tests.journeys.clicking import SOLVED, Clicking

HEAVIEST = 150 * 1024


def test_the_first_page_is_light(cloud: RunningCloud, page: Page):
    weights: dict[str, float] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )

    page.goto(f"{cloud.origin}/registro", wait_until="networkidle")

    assert len(weights) >= 4, "the page, its style, its script and its font"
    assert sum(weights.values()) <= HEAVIEST, f"{sum(weights.values()):.0f} bytes"


def test_by_keyboard_alone(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    she.open("/registro")
    page.get_by_label("No soy un robot").wait_for()

    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("() => document.activeElement.innerText || document.activeElement.id")
        )
        if reached[-1] == "curp":
            page.keyboard.type(account.curp)
        if reached[-1] == "captcha":
            page.keyboard.press("Space")
    assert [one.strip() for one in reached] == [
        "Saltar al contenido",
        "",
        "Regresar",
        "curp",
        "captcha",
        "Consultar CURP",
    ]
    page.get_by_text(SOLVED).wait_for()
    page.get_by_label("CURP", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert she.heading() == "Revisa tus datos y escribe tu domicilio"


def test_enter_alone_solves_the_robot_check_first(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    she.open("/registro")
    page.get_by_label("No soy un robot").wait_for()
    she.type("CURP", account.curp)

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert she.heading() == "Revisa tus datos y escribe tu domicilio"


def test_the_skip_link_leads_past_the_header(cloud: RunningCloud, page: Page):
    page.goto(f"{cloud.origin}/entrar")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#contenido")).to_be_focused()


def test_an_inline_script_does_not_run(cloud: RunningCloud, page: Page):
    page.goto(f"{cloud.origin}/registro")

    page.evaluate(
        "() => document.head.append(Object.assign(document.createElement('script'),"
        " { textContent: 'window.ran = true' }))"
    )

    assert page.evaluate("() => window.ran") is None
