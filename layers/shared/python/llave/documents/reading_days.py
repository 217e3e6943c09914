"""Days and confidences out of readings that may lack them."""

from datetime import date

from llave.documents.readings import Read


def day_in(read: Read | None) -> date | None:
    """The day that was read, None where there is none or it is no day."""
    try:
        return date.fromisoformat(read.value) if read else None
    except ValueError:
        return None


def confidence(read: Read | None) -> float:
    """How sure the reading is; 0 where nothing was read."""
    return read.confidence if read else 0.0
