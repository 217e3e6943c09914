"""What a mail of each kind says; the text form and the HTML form are made of the same sentences."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from functions.notify import about_cases
from functions.notify.content import Content, Facts, notice, when
from llave.people.letters import Letter
from llave.people.outbox import Kind
from llave.web.pages import render
from llave.web.texts import text


def letter(kind: Kind, facts: Facts) -> Letter:
    """The mail of this kind."""
    content = CONTENTS[kind](facts)
    if not content.foot:
        content = replace(content, foot=text("correo.pie"))
    return Letter(subject=content.subject, text=_plain(content), html=_html(content))


def confirm(facts: Facts) -> Content:
    """Confirm an address: the one mail that an unconfirmed address gets, so it names nobody."""
    return Content(
        subject=text("correo.confirmar.asunto"),
        heading=text("correo.confirmar.titulo"),
        paragraphs=(text("correo.confirmar.entrada"),),
        link=f"{facts.origin}/registro/confirmar?token={facts.token}",
        button=text("correo.confirmar.boton"),
        code_label=text("correo.confirmar.o_codigo"),
        code=facts.code,
        closing=(text("correo.confirmar.vence"), text("correo.confirmar.no_fui")),
        foot=text("correo.pie_no_pediste"),
    )


def recovery(facts: Facts) -> Content:
    """The link to a new password."""
    return Content(
        subject=text("correo.recuperar.asunto"),
        heading=text("correo.recuperar.titulo"),
        paragraphs=(text("correo.recuperar.entrada"),),
        link=f"{facts.origin}/recuperar/nueva?token={facts.token}",
        button=text("correo.recuperar.boton"),
        closing=(text("correo.recuperar.vence"), text("correo.recuperar.no_pedido")),
    )


def recovery_code(facts: Facts) -> Content:
    """The second medium's half of a recovery."""
    return Content(
        subject=text("correo.codigo_recuperacion.asunto"),
        heading=text("correo.codigo_recuperacion.titulo"),
        paragraphs=(text("correo.codigo_recuperacion.uso"),),
        code_label=text("correo.codigo"),
        code=facts.code,
        closing=(text("correo.codigo_recuperacion.no_pedido"),),
    )


def new_device(facts: Facts) -> Content:
    """Somebody signed in from a device that nobody had remembered."""
    return notice(
        facts,
        text("correo.dispositivo_nuevo.asunto"),
        text("correo.dispositivo_nuevo.titulo"),
        text("correo.dispositivo_nuevo.entrada", cuando=when(facts.at)),
    )


def password_changed(facts: Facts) -> Content:
    """The password is another one."""
    return notice(
        facts,
        text("correo.contrasena_cambiada.asunto"),
        text("correo.contrasena_cambiada.titulo"),
        text("correo.contrasena_cambiada.entrada", cuando=when(facts.at)),
    )


def contact_changed(facts: Facts) -> Content:
    """A contact is another one."""
    return notice(
        facts,
        text("correo.contacto_cambiado.asunto"),
        text("correo.contacto_cambiado.titulo"),
        text("correo.contacto_cambiado.entrada", cuando=when(facts.at)),
    )


def factor_changed(facts: Facts) -> Content:
    """A second factor came, went, or a code that stands in for one was used."""
    return notice(
        facts,
        text("correo.factor_cambiado.asunto"),
        text("correo.factor_cambiado.titulo"),
        text("correo.factor_cambiado.entrada", cuando=when(facts.at)),
    )


def account_declared(facts: Facts) -> Content:
    """Another account bears the reader's CURP."""
    return Content(
        subject=text("correo.cuenta_declarada.asunto"),
        heading=text("correo.cuenta_declarada.titulo"),
        paragraphs=(
            text("correo.cuenta_declarada.entrada", cuando=when(facts.at)),
            text("correo.cuenta_declarada.que_hacer"),
        ),
    )


CONTENTS: Mapping[Kind, Callable[[Facts], Content]] = {
    Kind.CONFIRM_CONTACT: confirm,
    Kind.RECOVERY: recovery,
    Kind.RECOVERY_CODE: recovery_code,
    Kind.NEW_DEVICE: new_device,
    Kind.PASSWORD_CHANGED: password_changed,
    Kind.CONTACT_CHANGED: contact_changed,
    Kind.FACTOR_CHANGED: factor_changed,
    Kind.ACCOUNT_DECLARED: account_declared,
    **about_cases.CONTENTS,
}


def _plain(content: Content) -> str:
    code = (content.code_label, content.code, text("correo.aviso_codigo")) if content.code else ()
    link = (f"{content.button}:\n{content.link}",) if content.link else ()
    blocks = (content.heading, *content.paragraphs, *link, *code, *content.closing)
    return "\n\n".join((*blocks, f"-- \n{content.foot}")) + "\n"


def _html(content: Content) -> str:
    return render(
        "notify/letter.html",
        heading=content.heading,
        paragraphs=content.paragraphs,
        link=content.link,
        button=content.button,
        code=content.code,
        code_label=content.code_label,
        closing=content.closing,
        foot=content.foot,
    )
