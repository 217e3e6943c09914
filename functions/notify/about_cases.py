"""What a mail says of a verification, of a CURP that another proved, and of a contest."""

from collections.abc import Callable, Mapping

from functions.notify.content import Content, Facts, notice, when
from llave.people.outbox import Kind
from llave.web.texts import text


def verified(facts: Facts) -> Content:
    """The account reached the level; what waits for it goes on from the account, since a link that
    leads an agency's request on is nothing for a mail."""
    return Content(
        subject=text("correo.verificada.asunto"),
        heading=text("correo.verificada.titulo"),
        paragraphs=(
            text("correo.verificada.entrada", cuando=when(facts.at)),
            text("correo.verificada.que_hacer"),
        ),
        link=f"{facts.origin}/cuenta",
        button=text("correo.verificada.boton"),
        closing=(text("correo.verificada.si_no_fuiste"),),
    )


def waiting(facts: Facts) -> Content:
    """A registry is down; the case goes on by itself."""
    return Content(
        subject=text("correo.caso_espera.asunto"),
        heading=text("correo.caso_espera.titulo"),
        paragraphs=(text("correo.caso_espera.entrada"), text("correo.caso_espera.que_hacer")),
    )


def rejected(facts: Facts) -> Content:
    """What to mend stands in the account: a mail may be read by others."""
    return Content(
        subject=text("correo.caso_rechazado.asunto"),
        heading=text("correo.caso_rechazado.titulo"),
        paragraphs=(
            text("correo.caso_rechazado.entrada", cuando=when(facts.at)),
            text("correo.caso_rechazado.que_hacer"),
        ),
        link=f"{facts.origin}/verificar",
        button=text("correo.caso_rechazado.boton"),
    )


def displaced(facts: Facts) -> Content:
    """Another account proved the CURP."""
    return Content(
        subject=text("correo.curp_desplazada.asunto"),
        heading=text("correo.curp_desplazada.titulo"),
        paragraphs=(
            text("correo.curp_desplazada.entrada", cuando=when(facts.at)),
            text("correo.curp_desplazada.que_hacer"),
        ),
        link=f"{facts.origin}/verificar",
        button=text("correo.curp_desplazada.boton"),
    )


def contest_opened(facts: Facts) -> Content:
    """Another account's evidence was found credible: the holder has 72 hours to object."""
    return Content(
        subject=text("correo.disputa_abierta.asunto"),
        heading=text("correo.disputa_abierta.titulo"),
        paragraphs=(
            text("correo.disputa_abierta.entrada", cuando=when(facts.at)),
            text("correo.disputa_abierta.que_hacer"),
        ),
        link=f"{facts.origin}/cuenta/disputa",
        button=text("correo.disputa_abierta.boton"),
    )


def contest_objected(facts: Facts) -> Content:
    """The holder objected, or somebody who had her strong factor."""
    return notice(
        facts,
        text("correo.disputa_opuesta.asunto"),
        text("correo.disputa_opuesta.titulo"),
        text("correo.disputa_opuesta.entrada", cuando=when(facts.at)),
    )


def contest_dismissed(facts: Facts) -> Content:
    """The holder stays."""
    return Content(
        subject=text("correo.disputa_cerrada.asunto"),
        heading=text("correo.disputa_cerrada.titulo"),
        paragraphs=(text("correo.disputa_cerrada.entrada"),),
    )


CONTENTS: Mapping[Kind, Callable[[Facts], Content]] = {
    Kind.VERIFIED: verified,
    Kind.CASE_WAITING: waiting,
    Kind.CASE_REJECTED: rejected,
    Kind.CLAIM_DISPLACED: displaced,
    Kind.CONTEST_OPENED: contest_opened,
    Kind.CONTEST_OBJECTED: contest_objected,
    Kind.CONTEST_DISMISSED: contest_dismissed,
}
