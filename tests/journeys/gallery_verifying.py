"""The pages of a verification, for who looks at every page; no document is read for them."""

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import FilePayload, expect

from local.citizen import code_in

if TYPE_CHECKING:
    from tests.journeys.gallery import Walk

PICTURES = (
    ("Frente de tu identificación", "verificar-foto"),
    ("Reverso de tu identificación", ""),
    ("Comprobante de domicilio", ""),
    ("Foto de tu rostro", "verificar-rostro"),
)
BROKEN: FilePayload = {
    "name": "recibo.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7 cut off",
}
# Until the case is sent back for its pictures.
PATIENCE_MS = 120_000


def verification(walk: "Walk") -> None:
    """From what is needed to a case that is sent back; she is signed in and Básica."""
    she = walk.she
    walk.go("/verificar", "verificar")
    she.press("Empezar")
    _second_step(walk)
    walk.look("verificar-documentos")
    walk.wrong("Acepto y continuar", "verificar-documentos-error")
    she.page.get_by_label("Credencial para votar (INE)").check()
    she.page.get_by_label("Luz", exact=True).check()
    she.press("Acepto y continuar")
    walk.look("verificar-caso")
    walk.go("/verificar/foto/frente?problema=tamano", "verificar-foto-error")
    _pictures(walk)
    walk.look("verificar-caso-completo")
    walk.go("/cuenta", "cuenta-por-enviar")
    she.open("/verificar")
    she.press("Enviar mi solicitud")
    sent_back = she.page.get_by_role("heading", name="No pudimos aceptar tu solicitud")
    expect(sent_back).to_be_visible(timeout=PATIENCE_MS)
    walk.look("verificar-rechazada")
    walk.go("/cuenta", "cuenta-rechazada")
    she.open("/verificar")
    she.press("Intentar de nuevo")
    walk.look("verificar-documentos-otra-vez")
    she.press("Acepto y continuar")
    walk.look("verificar-caso-conservadas")


def _second_step(walk: "Walk") -> None:
    """By a text message, which she has enrolled and not used yet."""
    walk.look("entrar-segundo-mensaje")
    walk.she.press("Enviarme un código")
    code = code_in(walk.she.reader.inbox(f"+52{walk.old.phone}", containing="para entrar"))
    walk.she.type("Código que te enviamos", code)
    walk.she.press("Continuar")


def _pictures(walk: "Walk") -> None:
    she = walk.she
    she.open("/verificar")
    for name, shown in PICTURES:
        she.follow(name)
        if shown:
            walk.look(shown)
        # One is none, which only the server sees: the case is sent back before anything is read.
        file = BROKEN if name == "Comprobante de domicilio" else _gray()
        she.page.get_by_label("Tu foto o archivo").set_input_files(file)
        she.press("Subir")
        expect(she.page.get_by_text(f"Recibimos tu foto: {name}")).to_be_visible()


def _gray() -> FilePayload:
    kept = BytesIO()
    Image.new("RGB", (800, 800), (120, 120, 120)).save(kept, "JPEG")
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}
