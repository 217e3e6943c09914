"""T33: whoever changes a factor can not keep it from any address of the account."""

import pytest

from functions.notify import spreading
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import EMAIL, PHONE
from tests.post import deliver, mails, texts
from tests.steps import SECURITY, She, settled


def told() -> tuple[int, int]:
    """How many of these notices each address has had."""
    by_mail = [one for one in mails(EMAIL) if "seguridad" in one.subject]
    by_text = [one for one in texts(PHONE) if "seguridad" in one.body]
    return len(by_mail), len(by_text)


def again(she: She, step: int) -> None:
    she.prove()
    she.answer(code=she.app_code(step))


def test_every_change_goes_to_every_address(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    again(she, 1)
    she.add_sms()
    she.make_codes()
    she.browser.get(f"{SECURITY}/quitar?method=sms")
    she.browser.submit(action=f"{SECURITY}/quitar")

    deliver(aws)

    assert told() == (4, 4)


def test_the_notice_stands_in_the_transaction_of_the_change(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()

    added = [one for one in aws.items("people") if one["sk"].startswith("FACTOR#")]
    assert len(added) == len(aws.outbox(Kind.FACTOR_CHANGED)) == 1


def test_a_notice_to_one_address_alone_is_caught(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: what changed a factor is told once, like news that change nothing."""
    monkeypatch.setattr(spreading, "TOLD_ONCE", frozenset({Kind.FACTOR_CHANGED}))
    she = settled(aws)
    she.add_app()
    deliver(aws)

    with pytest.raises(AssertionError):
        assert told() == (1, 1)
