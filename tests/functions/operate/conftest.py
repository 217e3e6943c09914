"""Who registers, for the jobs that look at accounts."""

from tests.registrants import client, code, link, population, registered

__all__ = ["client", "code", "link", "population", "registered"]
