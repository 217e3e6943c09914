"""Journeys: people, browsers and agencies against the local cloud; a failure shows what the Lambdas said."""

from tests.browsers import page, plain_page
from tests.journeys.fingers import telephone
from tests.somebody import mark, phone, somebody
from tests.watched import pytest_runtest_makereport, pytest_runtest_setup

__all__ = [
    "mark",
    "page",
    "phone",
    "plain_page",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "somebody",
    "telephone",
]
