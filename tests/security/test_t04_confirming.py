"""T04, T07: strangers who guess at a contact's codes keep nobody from it who reads it, and learn no more."""

from llave import wiring
from llave.people.accounts import Channel
from llave.people.codes import LONG_CODE_DIGITS
from llave.people.confirmation import CONTACT_ATTEMPTS
from tests.aws import Aws
from tests.registrants import EMAIL, Client, account_in, client, code, link, person_in, population

__all__ = ["client", "code", "link", "population"]


def confirm(who: Client, code: str):
    body = {"registration_token": who.token, "channel": "email", "code": code}
    return who.send("POST", "/v1/confirmations", body)


def resend(who: Client):
    body = {"registration_token": who.token, "channel": "email"}
    return who.send("POST", "/v1/confirmations/resend", body)


def guessed_at(aws: Aws) -> str:
    """Strangers have used up what may be guessed at her e-mail today; its index."""
    account = wiring.accounts().get(person_in(aws))
    assert account
    index = account.contacts[Channel.EMAIL].index
    for _ in range(CONTACT_ATTEMPTS.limit):
        wiring.budgets().count(CONTACT_ATTEMPTS.kind, index, CONTACT_ATTEMPTS.window, wiring.now())
    return index


def test_who_reads_the_contact_confirms_it_by_the_next_code(client, code, aws):
    client.register()
    guessed_at(aws)
    told = confirm(client, code())
    assert (told.status, told.json["errors"][0]["code"]) == (422, "code_long_needed")

    assert resend(client).status == 202
    assert len(code()) == LONG_CODE_DIGITS
    assert confirm(client, code()).status == 200

    assert account_in(aws)["status"] == "active"


def test_another_account_on_the_contact_guesses_no_more_short_codes(client, code, aws):
    client.register()
    guessed_at(aws)
    stranger = Client()
    stranger.register(email=EMAIL)

    answers = [confirm(stranger, f"{number:06d}") for number in range(3)]

    assert {answer.json["errors"][0]["code"] for answer in answers} == {"code_long_needed"}
    assert confirm(client, code()).status == 422


def test_a_right_short_code_counts_no_more_than_a_wrong_one(client, code, aws):
    client.register()
    short = code()
    guessed_at(aws)

    right, wrong = confirm(client, short), confirm(client, f"{(int(short) + 1) % 10**6:06d}")

    assert (right.status, right.json) == (wrong.status, wrong.json)
