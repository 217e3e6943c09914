"""Claims: what a scope covers and nothing else, and the CURP only where it is proved."""

import json

from llave.oidc.claims import CLAIMS, address_claim, claims_of
from llave.oidc.pkce import proves
from llave.oidc.subjects import pairwise
from llave.people.accounts import Level
from tests.fakes import FakeKeyring
from tests.oidc import PERSON, VERIFIER, challenge

ALL = frozenset(CLAIMS)


def test_a_curp_is_declared_until_its_holder_proved_it():
    basica = claims_of(("openid", "curp"), ALL, PERSON, Level.BASICA)
    verificada = claims_of(("openid", "curp"), ALL, PERSON, Level.VERIFICADA)

    assert basica == {"curp_declared": PERSON["curp"]}
    assert verificada == {"curp": PERSON["curp"]}


def test_what_is_not_asked_or_not_registered_is_not_given():
    given = claims_of(("openid", "email"), frozenset({"email"}), PERSON, Level.BASICA)

    assert given == {"email": PERSON["email"]}


def test_an_address_is_told_as_openid_connect_writes_it():
    stored = {
        "residence": "mx",
        "postal_code": "06000",
        "street": "Avenida Juárez",
        "exterior_number": "10",
        "interior_number": "4",
        "settlement": "Centro",
        "municipality": "Cuauhtémoc",
        "state": "Ciudad de México",
    }

    told = claims_of(("address",), ALL, {"address": json.dumps(stored)}, Level.BASICA)["address"]

    assert told == {
        "street_address": "Avenida Juárez 10 int. 4\nCentro",
        "locality": "Cuauhtémoc",
        "region": "Ciudad de México",
        "country": "MX",
        "postal_code": "06000",
    }
    abroad = {"residence": "abroad", "country": "US", "address_lines": "12 Main Street"}
    assert address_claim(abroad) == {"street_address": "12 Main Street", "country": "US"}


def test_two_sectors_see_two_persons_and_one_sector_one():
    keyring = FakeKeyring()

    subs = {pairwise("ana", "becas.test", keyring), pairwise("ana", "catastro.test", keyring)}

    assert len(subs) == 2
    assert pairwise("ana", "becas.test", keyring) in subs
    assert pairwise("luz", "becas.test", keyring) not in subs


def test_a_verifier_proves_its_own_challenge_alone():
    assert proves(VERIFIER, challenge())
    assert not proves(VERIFIER + "x", challenge())
    assert not proves("corto", challenge("corto"))
    assert not proves(VERIFIER, "")
