"""T08: what opens every link of a mail (scanners, previews, a headless browser) spends none."""

from llave import wiring
from tests.events import Browser, call, event
from tests.registrants import account_in, client, code, link, population

__all__ = ["client", "code", "link", "population"]


def state(aws) -> list[str]:
    """Everything but the counters, which no link has."""
    tables = [aws.items(name) for name in ("people", "sessions", "ledger")]
    return sorted(repr(item) for items in tables for item in items)


def test_opening_a_link_five_times_leaves_everything_as_it_was(client, link, aws):
    client.register()
    path = f"/registro/confirmar?token={link()}"
    before = state(aws)

    for _ in range(5):
        scanner = Browser()
        head = call(event("HEAD", path))
        assert (head.status, head.body) == (200, "")
        assert scanner.get(path).status == 200
        scanner.get(path)

    assert state(aws) == before
    assert account_in(aws)["status"] == "registered"


def test_a_scanner_that_presses_the_button_without_the_forms_token_is_refused(client, link, aws):
    client.register()
    before = state(aws)
    for path in ("/registro/confirmar", "/registro/no-fui-yo"):
        body = f"token={link()}".encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert call(event("POST", path, body=body, headers=headers)).status == 403

    assert state(aws) == before


def test_the_link_still_confirms_after_all_of_that(client, link, aws):
    client.register()
    token = link()
    for _ in range(5):
        Browser().get(f"/registro/confirmar?token={token}")

    body = {"token": token, "registration_token": client.token}
    assert client.send("POST", "/v1/confirmations", body).status == 200


def test_a_page_that_spends_what_it_shows_is_caught(client, link, aws, monkeypatch):
    """The mutant: looking a link up confirms it."""
    client.register()
    steps = wiring.confirming()
    looked_up = type(steps).find_link

    def spending(self, token, now):
        found = looked_up(self, token, now)
        if found:
            self.by_link(found, now)
        return found

    monkeypatch.setattr(type(steps), "find_link", spending)
    Browser().get(f"/registro/confirmar?token={link()}")

    assert account_in(aws)["status"] == "active", "what the first of these tests would see"
