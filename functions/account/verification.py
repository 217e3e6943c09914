"""What the account's page says of a verification: where the case stands, what becomes of its pictures,
and which agencies' requests wait for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.account.shown import CAPITAL, Row
from llave.documents.cases import Case, State
from llave.documents.retention import Retention, goes_on, lapses_at
from llave.oidc.clients import Client
from llave.oidc.tickets import Ticket, beginning_anew
from llave.people.accounts import Level
from llave.web.texts import text

HOME = "/verificar"
# What is said, and what the link beside it is called.
STATES = {
    State.COLLECTING: ("cuenta.verificacion.fotos_pendientes", "cuenta.verificacion.seguir"),
    State.SUBMITTED: ("cuenta.verificacion.enviada", "cuenta.verificacion.ver"),
    State.WAITING: ("cuenta.verificacion.espera", "cuenta.verificacion.ver"),
    State.REVIEW: ("cuenta.verificacion.revision", "cuenta.verificacion.ver"),
    State.STUCK: ("cuenta.verificacion.detenida", "cuenta.verificacion.ver"),
    State.ACCEPTED: ("cuenta.verificacion.aceptada", "cuenta.verificacion.ver"),
    State.REJECTED: ("cuenta.verificacion.rechazada", "cuenta.verificacion.corregir"),
}
NONE = ("cuenta.verificacion.ninguna", "cuenta.verificacion.empezar")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An agency's request that waits for her; `href` is None where only the agency knows the way."""

    agency: str
    href: str | None


def rows(cases: Sequence[Case], level: Level, retention: Retention) -> list[Row]:
    """The newest case that was not cancelled, and its pictures (nothing to say of one who has the level
    and no case); and pictures of one that was, as long as they stay."""
    left = _left(cases, retention)
    case = next((one for one in cases if one.state is not State.CANCELLED), None)
    if case is None:
        return left if level is Level.VERIFICADA else [_row(NONE), *left]
    return [_row(STATES[case.state]), *_pictures(case, retention), *left]


def waiting(
    tickets: Sequence[Ticket], known: Callable[[str], Client | None], issuer: str
) -> list[Waiting]:
    """The requests that were kept for later, of agencies that are still registered."""
    found = ((ticket, known(ticket.client_id)) for ticket in tickets)
    return [
        Waiting(client.name, beginning_anew(ticket, client, issuer))
        for ticket, client in found
        if client is not None
    ]


def _row(said: tuple[str, str]) -> Row:
    state, action = said
    return {
        "key": text("cuenta.verificacion.estado"),
        "value": text(state),
        "href": HOME,
        "action": text(action),
    }


def _pictures(case: Case, retention: Retention) -> list[Row]:
    if not case.pictures:
        return []
    return [{"key": text("cuenta.verificacion.fotos"), "value": _kept(case, retention)}]


def _left(cases: Sequence[Case], retention: Retention) -> list[Row]:
    """The newest goes last."""
    cancelled = (one for one in cases if one.state is State.CANCELLED and one.pictures)
    days = [goes_on(one, retention) for one in cancelled if not one.pictures_deleted_at]
    if not days or days[0] is None:
        return []
    said = text("cuenta.verificacion.fotos.dejadas.hasta", dia=days[0].strftime("%d/%m/%Y"))
    return [{"key": text("cuenta.verificacion.fotos.dejadas"), "value": said}]


def _kept(case: Case, retention: Retention) -> str:
    if case.pictures_deleted_at:
        return text("cuenta.verificacion.fotos.borradas", dia=_day(case.pictures_deleted_at))
    number, day = len(case.pictures), goes_on(case, retention)
    if day is not None:
        said = day.strftime("%d/%m/%Y")
        return text("cuenta.verificacion.fotos.hasta", numero=number, dia=said)
    if case.state is State.COLLECTING:
        last, after = _day(lapses_at(case, retention)), retention.cancelled.days
        return text("cuenta.verificacion.fotos.plazo", numero=number, dia=last, dias=after)
    return text("cuenta.verificacion.fotos.despues", numero=number, dias=retention.decided.days)


def _day(moment: datetime) -> str:
    return moment.astimezone(CAPITAL).strftime("%d/%m/%Y")
