"""Days of a case, by the clock of the capital."""

from datetime import date

from llave.documents.cases import Case
from llave.people.population import MEXICO_CITY


def submitted_on(case: Case) -> date:
    """The day on which the case was handed in: bills and validities are measured from it."""
    return (case.submitted_at or case.changed_at).astimezone(MEXICO_CITY).date()
