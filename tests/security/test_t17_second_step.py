"""T17, the part of signing in: no way around the second step leads above what was reached."""

import pytest

from llave.people import stepping
from llave.people.accounts import Level
from tests.aws import Aws
from tests.events import Browser, call, page_post
from tests.steps import SECOND, She, level_of, rewind, session_item, settled


def with_app(aws: Aws) -> She:
    she = settled(aws, level=Level.VERIFICADA)
    she.add_app()
    she.sign_out()
    return she


def without_being_asked(aws: Aws) -> She:
    """She is in by her password alone."""
    she = with_app(aws)
    rewind(aws, "people", "ACCOUNT", asks_second=False)
    she.sign_in(device="own")
    assert level_of(she) == "basica"
    return she


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "verificada"},
        {"amr": "mfa"},
        {"acr": "urn:llave:nivel:verificada"},
        {"solicitud": "x", "level": "verificada"},
    ],
)
def test_what_a_form_says_of_the_level_is_refused(aws: Aws, fields: dict[str, str]) -> None:
    she = with_app(aws)
    she.sign_in()

    answer = she.answer(code=she.app_code(1), **fields)

    assert answer.status == 422
    assert level_of(she) == "none"


def test_going_on_without_the_second_step_finds_nobody(aws: Aws) -> None:
    she = with_app(aws)
    she.sign_in()

    for path in ("/cuenta", "/cuenta/seguridad"):
        she.browser.get(path)
        assert she.browser.path.partition("?")[0] == "/entrar"
    assert she.session == ""


def test_going_back_after_the_second_step_gives_no_second_session(aws: Aws) -> None:
    she = with_app(aws)
    she.sign_in(device="own")
    form = she.browser.form(SECOND).values
    code = she.app_code(1)
    she.answer(code=code)
    before = she.session

    again = call(page_post(SECOND, {**form, "code": code}, she.browser.cookies))

    assert (again.status, again.kept.get("__Host-session")) == (303, None)
    assert she.session == before


def test_a_tab_that_is_still_basica_is_raised_by_nothing_but_its_own_step(aws: Aws) -> None:
    she = without_being_asked(aws)
    tab = Browser(cookies=dict(she.browser.cookies))
    she.browser.get(SECOND)
    she.answer(code=she.app_code(1))
    assert level_of(she) == "verificada"

    other = She(tab)

    assert level_of(other) == "none", "the session before the step is gone, in every tab"


def test_the_step_of_somebody_else_raises_nobody(aws: Aws) -> None:
    she = without_being_asked(aws)
    she.browser.get(SECOND)
    form = she.browser.form(SECOND).values
    stranger = Browser()

    answer = call(page_post(SECOND, {**form, "code": she.app_code(1)}, stranger.cookies))

    assert not answer.kept.get("__Host-session")


def test_who_has_signed_out_meanwhile_is_not_signed_in_by_the_step(aws: Aws) -> None:
    she = without_being_asked(aws)
    she.browser.get(SECOND)
    form = {**she.browser.form(SECOND).values, "code": she.app_code(1)}
    cookies = dict(she.browser.cookies)
    she.sign_out()

    answer = call(page_post(SECOND, form, cookies))

    assert not answer.kept.get("__Host-session")


def test_an_account_that_was_lowered_meanwhile_stays_low(aws: Aws) -> None:
    she = with_app(aws)
    she.sign_in()
    rewind(aws, "people", "ACCOUNT", level="basica")

    she.answer(code=she.app_code(1))

    assert level_of(she) == "basica"


def test_a_recovery_meanwhile_ends_the_step(aws: Aws) -> None:
    she = with_app(aws)
    she.sign_in()
    item = next(one for one in aws.items("people") if one["sk"] == "ACCOUNT")
    later = 10**15
    aws.put("people", {**item, "ended_before": later})

    she.answer(code=she.app_code(1))

    assert level_of(she) == "none"


def test_a_new_session_keeps_what_was_done(aws: Aws) -> None:
    she = without_being_asked(aws)
    first = session_item(aws, she)
    she.browser.get(SECOND)
    she.answer(code=she.app_code(1))
    second = session_item(aws, she)

    assert second["auth_time"] == first["auth_time"], "the password is as old as it is"
    assert (second["level"], second["amr"]) == ("verificada", ["pwd", "otp", "mfa"])


def test_a_level_given_without_looking_is_caught(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: every second step is worth Verificada."""
    she = settled(aws)
    she.add_app()
    she.sign_out()
    monkeypatch.setattr(stepping, "earned", lambda *_: Level.VERIFICADA)
    she.sign_in()
    she.answer(code=she.app_code(1))

    with pytest.raises(AssertionError):
        assert level_of(she) == "basica"
