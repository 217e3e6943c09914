"""T09, reset poisoning: the mailed link leads to us, whatever host the request claims."""

from urllib.parse import urlsplit

import pytest

from functions.notify.content import Facts
from functions.notify.letters import letter
from llave.people.outbox import Kind
from tests.aws import ORIGIN, Aws
from tests.citizens import EMAIL, PHONE, Citizen
from tests.events import api, call, page_post
from tests.fakes import NOW
from tests.post import deliver, mails, texts
from tests.robots import patient_token, solved

EVIL = "evil.example"
POISONS = [
    {"host": EVIL},
    {"x-forwarded-host": EVIL},
    {"forwarded": f"host={EVIL};proto=https"},
    {"x-forwarded-server": EVIL, "x-original-host": EVIL, "x-host": EVIL},
    {"x-forwarded-proto": "http", "x-forwarded-port": "8080"},
    {"host": f"llave.test@{EVIL}", "x-forwarded-prefix": f"//{EVIL}"},
    {"referer": f"https://{EVIL}/", "x-rewrite-url": f"https://{EVIL}/"},
]


def poisoned(links: list[str]) -> list[str]:
    """The links that do not lead to us."""
    ours = urlsplit(ORIGIN)
    return [
        link for link in links if urlsplit(link)[:2] != (ours.scheme, ours.netloc) or EVIL in link
    ]


@pytest.mark.parametrize("headers", POISONS)
def test_the_link_is_ours(aws: Aws, headers: dict[str, str]) -> None:
    Citizen().settle(aws)
    claim = {"email": EMAIL, "phone": PHONE}

    call(api("POST", "/v1/recoveries", {**claim, "captcha": solved()}, headers=headers))
    call(page_post("/recuperar", {**claim, "captcha_form": patient_token()}, headers=headers))
    deliver(aws)

    assert len(mails(EMAIL)) == 2
    assert not poisoned([link for mail in mails(EMAIL) for link in mail.links])
    assert all(EVIL not in text.body for text in texts(PHONE))


def test_a_link_made_of_the_request_is_caught(aws: Aws) -> None:
    """The mutant: the sender takes the origin from what the client said."""
    made = letter(Kind.RECOVERY, Facts(f"https://{EVIL}", NOW, token="t"))

    assert poisoned([word for word in made.text.split() if word.startswith("http")])
