"""What a text message of each kind says: one part of 160 characters, so that it costs one."""

from collections.abc import Callable, Mapping

from functions.notify.content import Facts
from llave.people.outbox import Kind
from llave.web.texts import text


def text_message(kind: Kind, facts: Facts) -> str:
    """The text of this kind."""
    return TEXTS[kind](facts)


def _site(facts: Facts) -> str:
    # A telephone makes a link of it without the scheme, which costs eight characters.
    return facts.origin.removeprefix("https://")


TEXTS: Mapping[Kind, Callable[[Facts], str]] = {
    Kind.CONFIRM_CONTACT: lambda facts: text("sms.confirmar", codigo=facts.code),
    Kind.RECOVERY: lambda facts: text(
        "sms.recuperar", enlace=f"{facts.origin}/recuperar/nueva?token={facts.token}"
    ),
    Kind.RECOVERY_CODE: lambda facts: text("sms.codigo_recuperacion", codigo=facts.code),
    Kind.NEW_DEVICE: lambda facts: text("sms.dispositivo_nuevo", sitio=_site(facts)),
    Kind.PASSWORD_CHANGED: lambda facts: text("sms.contrasena_cambiada", sitio=_site(facts)),
    Kind.CONTACT_CHANGED: lambda facts: text("sms.contacto_cambiado", sitio=_site(facts)),
    Kind.FACTOR_CHANGED: lambda facts: text("sms.factor_cambiado", sitio=_site(facts)),
    Kind.SIGN_IN_CODE: lambda facts: text("sms.codigo_entrada", codigo=facts.code),
    Kind.ACCOUNT_DECLARED: lambda facts: text("sms.cuenta_declarada"),
    Kind.VERIFIED: lambda facts: text("sms.verificada"),
    Kind.CASE_WAITING: lambda facts: text("sms.caso_espera"),
    Kind.CASE_REJECTED: lambda facts: text("sms.caso_rechazado"),
    Kind.CLAIM_DISPLACED: lambda facts: text("sms.curp_desplazada", sitio=_site(facts)),
    Kind.CONTEST_OPENED: lambda facts: text("sms.disputa_abierta", sitio=_site(facts)),
    Kind.CONTEST_OBJECTED: lambda facts: text("sms.disputa_opuesta", sitio=_site(facts)),
    Kind.CONTEST_DISMISSED: lambda facts: text("sms.disputa_cerrada"),
}
