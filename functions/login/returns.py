"""The pages that send here whom they can not tell; they are named by a word, and no address is taken."""

from typing import Literal

RETURNS = {
    "cuenta": "/cuenta",
    "verificar": "/verificar",
    "documentos": "/verificar/documentos",
    "seguridad": "/cuenta/seguridad",
    "disputa": "/cuenta/disputa",
}
Returns = Literal["cuenta", "verificar", "documentos", "seguridad", "disputa"]
