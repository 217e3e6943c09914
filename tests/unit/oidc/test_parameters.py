"""Parameters are read one by one: a bad one is named and hides no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.oidc.errors import NotTrusted
from llave.oidc.parameters import Parameters


def test_good_and_bad_ones_are_told_apart():
    read = Parameters.read("a=1&b=x%20y+z&c=%ff&d=1&d=2&e=&f=" + "x" * 5000)

    assert read.values == {"a": "1", "b": "x y z"}
    assert read.faulty == {"c", "d", "f"}
    assert read.get("e") is None


def test_absurdly_many_are_refused():
    with pytest.raises(NotTrusted):
        Parameters.read("&".join(f"p{n}=1" for n in range(200)))


@given(st.text(max_size=300))
def test_whatever_comes_is_read_or_refused(encoded: str):
    read = Parameters.read(encoded[:90])

    assert not read.faulty & read.values.keys()
