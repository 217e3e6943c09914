"""What the guide for agencies says of levels is what the checks do."""

import json
import re
from pathlib import Path

import pytest

from llave.oidc.asking import Unmet, asked_claims, demanded
from llave.oidc.clients import Factor
from llave.people.accounts import Level

GUIDE = Path("docs/guia-de-integracion.md").read_text("utf-8")
SECTION = GUIDE.partition("\n## 3.")[2].partition("\n## 4.")[0]
CLAIMS = re.findall(r"`claims=(\{.*?\})`", SECTION)


def test_the_guide_shows_how_to_make_a_level_and_a_factor_essential():
    level, factor = (asked_claims(one) for one in CLAIMS)

    assert demanded(None, level, Level.BASICA) == (Level.VERIFICADA, (Level.VERIFICADA,))
    assert factor.factor is Factor.SECOND


def test_the_values_of_the_guide_for_a_passkey_ask_for_one():
    (values,) = re.findall(r'lo mismo con `(\["hwk","swk"\])`', SECTION)

    amr = {"essential": True, "values": json.loads(values)}
    asked = asked_claims(json.dumps({"id_token": {"amr": amr}}))

    assert asked.factor is Factor.PHISHING_RESISTANT


@pytest.mark.parametrize("level", list(Level))
def test_every_level_is_named_and_understood(level: Level):
    assert level.acr in GUIDE
    assert demanded(level.acr, asked_claims(None), Level.BASICA)[0] is level


def test_a_level_that_the_guide_does_not_know_is_unmet():
    with pytest.raises(Unmet):
        demanded("urn:llave:nivel:suprema", asked_claims(None), Level.BASICA)
