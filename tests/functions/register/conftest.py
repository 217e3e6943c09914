"""The fixtures of who registers."""

from tests.registrants import client, code, link, population, registered

__all__ = ["client", "code", "link", "population", "registered"]
