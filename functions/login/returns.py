"""The pages that send here whom they can not tell; they are named by a word, and no address is taken."""

from typing import Literal

RETURNS = {
    "verificar": "/verificar",
    "documentos": "/verificar/documentos",
    "seguridad": "/cuenta/seguridad",
}
Returns = Literal["verificar", "documentos", "seguridad"]
