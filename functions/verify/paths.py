"""Where the pages of verification are, and how a picture is called in an address."""

from llave.documents.kinds import Slot

HOME = "/verificar"
CHOOSE = "/verificar/documentos"
SIGN_IN = "/entrar?volver=verificar"
# A live session whose sign-in is too long ago for what begins at CHOOSE.
SIGN_IN_AGAIN = "/entrar/confirmar-identidad?volver=documentos"
# She has a second factor, and has not used it in this session.
SECOND_STEP = "/entrar/segundo-factor?volver=verificar"
SECOND_STEP_FIRST = "/entrar/segundo-factor?volver=documentos"

NAMES = {Slot.FRONT: "frente", Slot.BACK: "reverso", Slot.BILL: "recibo", Slot.FACE: "rostro"}
SLOTS = {name: slot for slot, name in NAMES.items()}


def picture_path(slot: Slot) -> str:
    """The page on which a picture is taken."""
    return f"/verificar/foto/{NAMES[slot]}"


def received_path(slot: Slot) -> str:
    """Where S3 sends the browser of a form without scripts."""
    return f"/verificar/recibida/{NAMES[slot]}"


def upload_path(slot: Slot) -> str:
    """Where files are put: the edge passes it on to the bucket of evidence."""
    return f"/subir/{NAMES[slot]}"
