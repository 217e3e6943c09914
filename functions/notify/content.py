"""What a message can say, and the sentences of a mail before they take a form."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from llave.web.texts import text

# Mexico's centre keeps UTC-6 all year since 2022.
CENTRE = timezone(timedelta(hours=-6))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message can say; `origin` is ours, from the settings, never from a request."""

    origin: str
    at: datetime
    token: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """The sentences of a mail, in their order."""

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    link: str = ""
    button: str = ""
    code_label: str = ""
    code: str = ""
    closing: tuple[str, ...] = ()
    foot: str = ""


MONTHS = (
    "correo.mes.01",
    "correo.mes.02",
    "correo.mes.03",
    "correo.mes.04",
    "correo.mes.05",
    "correo.mes.06",
    "correo.mes.07",
    "correo.mes.08",
    "correo.mes.09",
    "correo.mes.10",
    "correo.mes.11",
    "correo.mes.12",
)


def when(moment: datetime) -> str:
    """A moment as it is said, by the clocks of Mexico's centre."""
    local = moment.astimezone(CENTRE)
    return text(
        "correo.cuando",
        dia=local.day,
        mes=text(MONTHS[local.month - 1]),
        anio=local.year,
        hora=f"{local:%H:%M}",
    )


def notice(facts: Facts, subject: str, heading: str, sentence: str) -> Content:
    """Something happened to the account; whoever did not do it changes the password."""
    return Content(
        subject=subject,
        heading=heading,
        paragraphs=(sentence, text("correo.si_no_fuiste")),
        link=f"{facts.origin}/recuperar",
        button=text("correo.si_no_fuiste.boton"),
    )
