"""`make demo`: the main job over HTTP against a running local cloud, each step printed.

A citizen registers, confirms, signs in and consents; an agency gets her token and validates it; she
recovers her account, and the token is worth nothing.
"""

import base64
import hashlib
import json
import os
import re
import secrets
import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from local.citizen import Citizen, claims_of, code_in, token_in
from local.settings import AGENCY, from_environment

HERE = Path(__file__).parent
CLIENT = "demo-becas"
ADULT_BORN_BEFORE = date(2000, 1, 1)


class Agency:
    """The server of an agency, with its credentials of `local/agencies.json`."""

    def __init__(self, origin: str, home: str = AGENCY) -> None:
        declared = (HERE / "agencies.json").read_text().replace(AGENCY, home)
        self._client = {c["client_id"]: c for c in json.loads(declared)}[CLIENT]
        self.client_id: str = self._client["client_id"]
        self.client_secret: str = self._client["client_secret"]
        self.redirect_uri: str = self._client["redirect_uris"][0]
        self._http = httpx.Client(timeout=30)
        self._metadata = self._http.get(f"{origin}/.well-known/openid-configuration").json()

    def __enter__(self) -> "Agency":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def authorization(self, scope: str) -> tuple[str, str]:
        """The address that a person is sent to, and the code verifier to keep (RFC 7636)."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.redirect_uri,
            "scope": scope,
            "state": secrets.token_urlsafe(16),
            "nonce": secrets.token_urlsafe(16),
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._metadata['authorization_endpoint']}?{urlencode(query)}", verifier

    def tokens(self, code: str, verifier: str) -> dict[str, Any]:
        """Exchange the code."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        return self._post("token_endpoint", form)

    def introspect(self, token: str) -> dict[str, Any]:
        """Ask whether a token is worth anything (RFC 7662)."""
        return self._post("introspection_endpoint", {"token": token})

    def person(self, token: str) -> dict[str, Any]:
        """The claims with which a form is filled."""
        headers = {"authorization": f"Bearer {token}"}
        return self._http.get(self._metadata["userinfo_endpoint"], headers=headers).json()  # type: ignore[no-any-return]  # JSON

    def _post(self, endpoint: str, form: dict[str, str]) -> dict[str, Any]:
        credentials = (self.client_id, self.client_secret)
        answer = self._http.post(self._metadata[endpoint], data=form, auth=credentials)
        assert answer.status_code == 200, f"{endpoint}: {answer.status_code} {answer.text}"
        return answer.json()  # type: ignore[no-any-return]  # JSON


def consent(citizen: Citizen, address: str, redirect_uri: str) -> str:
    """Follow the authorization to its end; the code."""
    return parse_qs(urlsplit(answered(citizen, address, redirect_uri)).query)["code"][0]


def answered(citizen: Citizen, address: str, redirect_uri: str) -> str:
    """Follow the authorization as her browser does, press "accept"; where the agency gets its answer."""
    path = address.removeprefix(citizen.origin)
    for _ in range(8):
        answer = citizen.call("GET", path)
        if answer.status_code == 200:
            form = re.search(r"<form[^>]*action=\"([^\"]*)\"", answer.text)
            fields = dict(
                re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
            )
            assert form, "the consent page has no form"
            answer = citizen.call("POST", form[1], data=fields | {"decision": "accept"})
        location: str = answer.headers.get("location", "")
        assert location, f"{path}: {answer.status_code}, and nowhere to go on"
        if location.startswith(redirect_uri):
            return location
        path = location.removeprefix(citizen.origin)
    raise AssertionError("the authorization did not come to an end")


def main() -> None:
    """Run the main job; every assertion that fails stops it with its answer."""
    settings = from_environment()
    origin = os.environ.get("LLAVE_ORIGIN", settings.origin)
    citizen = Citizen(origin, log=lambda line: print(f"      {line}"))
    who = _somebody()
    mark = secrets.token_hex(4)
    email, phone = f"demo.{mark}@correo.example", f"55{secrets.randbelow(10**8):08d}"
    password = f"nopal-{mark}-cometa-farol"

    print(f"1. Register: CURP {who['curp']}, {email}, {phone}")
    person = citizen.begin(who["curp"])
    print(f"   RENAPO knows her: {person['given_names']} {person['first_surname']}")
    citizen.give_address()
    citizen.finish(password, email=email, phone=phone)

    print("2. Confirm both contacts with the codes that came by mail and SMS")
    for channel, to in (("email", email), ("phone", f"+52{phone}")):
        answer = citizen.confirm(channel, code_in(citizen.inbox(to)))
        print(f"   {channel}: {answer.json()}")

    print("3. Sign in")
    assert citizen.sign_in(email, password).status_code == 201

    print("4. The agency sends her to Llave; she consents; it gets its tokens")
    agency = Agency(origin, settings.agency)
    address, verifier = agency.authorization("openid profile email")
    tokens = agency.tokens(consent(citizen, address, agency.redirect_uri), verifier)
    token = tokens["access_token"]
    print(f"   ID token: {json.dumps(claims_of(tokens['id_token']), ensure_ascii=False)}")
    print(f"   Her data: {json.dumps(agency.person(token), ensure_ascii=False)}")
    print(f"   Introspection: {json.dumps(agency.introspect(token), ensure_ascii=False)}")

    print("5. She forgot her password: a link by mail, a code by SMS, a new one")
    recover(citizen, email, f"+52{phone}", f"otro-{password}")
    assert citizen.sign_in(email, password).status_code == 401
    assert citizen.sign_in(email, f"otro-{password}").status_code == 201

    print("6. Recovery ended everything: the agency's token is worth nothing")
    told = agency.introspect(token)
    print(f"   Introspection: {json.dumps(told)}")
    assert told == {"active": False}
    print("Done: every step answered as it should.")


def recover(citizen: Citizen, email: str, phone: str, password: str) -> None:
    """Ask for recovery with both contacts, and set a new password with the link and the code."""
    body = {"email": email, "phone": phone, "captcha": citizen.captcha()}
    assert citizen.call("POST", "/v1/recoveries", body).status_code == 202
    token = token_in(citizen.inbox(email, containing="/recuperar/nueva"))
    code = code_in(citizen.inbox(phone, containing="codigo para cambiar"))
    body = {"token": token, "password": password, "code": code}
    answer = citizen.call("POST", "/v1/recoveries/confirm", body)
    assert answer.status_code == 200, answer.text


def _somebody() -> dict[str, str]:
    people = json.loads((HERE / "population.json").read_text())
    grown = [
        p
        for p in people
        if p["status"] == "active" and date.fromisoformat(p["birth_date"]) < ADULT_BORN_BEFORE
    ]
    return secrets.choice(grown)


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, httpx.HTTPError) as error:
        sys.exit(f"The demonstration stopped: {error}")
