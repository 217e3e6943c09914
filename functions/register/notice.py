"""The privacy notice: what it says, with the numbers and the places of this deployment."""

from collections.abc import Sequence
from dataclasses import dataclass

from llave.settings import Settings
from llave.web.texts import text

# By the first part of a region's name.
COUNTRIES = {
    "ca": "registro.privacidad.encargados.pais.ca",
    "mx": "registro.privacidad.encargados.pais.mx",
    "us": "registro.privacidad.encargados.pais.us",
}
ANOTHER_COUNTRY = "registro.privacidad.encargados.pais.otro"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; more than one thing is a list."""

    title: str
    said: Sequence[str]


def parts(given: Settings) -> tuple[Part, ...]:
    """The whole notice, from who is responsible to how it changes."""
    return (
        _part("registro.privacidad.quien.titulo", "registro.privacidad.quien.texto"),
        _part(
            "registro.privacidad.datos.titulo",
            "registro.privacidad.datos.cuenta",
            "registro.privacidad.datos.documentos",
            "registro.privacidad.datos.sensibles",
        ),
        _part(
            "registro.privacidad.fin.titulo",
            "registro.privacidad.fin.cuenta",
            "registro.privacidad.fin.documentos",
            "registro.privacidad.fin.estadisticas",
        ),
        _part(
            "registro.privacidad.comparte.titulo",
            "registro.privacidad.comparte.dependencia",
            "registro.privacidad.comparte.renapo",
            "registro.privacidad.comparte.ine",
            "registro.privacidad.comparte.nadie",
        ),
        Part(text("registro.privacidad.encargados.titulo"), _processors(given)),
        Part(text("registro.privacidad.plazos.titulo"), _terms(given)),
        _part("registro.privacidad.cuida.titulo", "registro.privacidad.cuida.texto"),
        _part("registro.privacidad.derechos.titulo", "registro.privacidad.derechos.texto"),
        _part("registro.privacidad.cambios.titulo", "registro.privacidad.cambios.texto"),
    )


def _processors(given: Settings) -> tuple[str, ...]:
    """Whoever works with the data for the operator, and where: what leaves the country among them."""
    here = "registro.privacidad.encargados.lector_aqui"
    abroad = "registro.privacidad.encargados.lector_fuera"
    reader = here if given.reader_region == given.region else abroad
    return (
        text("registro.privacidad.encargados.nube", lugar=_place(given.region)),
        text("registro.privacidad.encargados.correo", lugar=_place(given.mail_region)),
        text("registro.privacidad.encargados.sms", lugar=_place(given.sms_region)),
        text(reader, lugar=_place(given.reader_region)),
    )


def _terms(given: Settings) -> tuple[str, ...]:
    return (
        text("registro.privacidad.plazos.sin_enviar", dias=given.collecting_days),
        text("registro.privacidad.plazos.cancelada", dias=given.cancelled_days),
        text("registro.privacidad.plazos.respuesta", dias=given.evidence_days),
        text("registro.privacidad.plazos.resultado"),
        text("registro.privacidad.plazos.sin_confirmar", dias=given.unconfirmed_days),
        text("registro.privacidad.plazos.cuenta"),
    )


def _place(region: str) -> str:
    country = COUNTRIES.get(region.partition("-")[0], ANOTHER_COUNTRY)
    return text("registro.privacidad.encargados.region", pais=text(country), region=region)


def _part(title: str, *said: str) -> Part:
    return Part(text(title), [text(one) for one in said])
