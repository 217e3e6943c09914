"""Pictures in which an impostor stands beside somebody's document."""

from PIL import Image


def _beside(card: Image.Image, own: Image.Image) -> Image.Image:
    """One's own face, larger than the one on the card, as who holds it before the camera."""
    held = own.resize((card.height * own.width // own.height, card.height))
    made = Image.new("RGB", (card.width + held.width, card.height), "white")
    made.paste(card, (0, 0))
    made.paste(held, (card.width, 0))
    return made


def _above(card: Image.Image, own: Image.Image) -> Image.Image:
    """One's own portrait and the card on one sheet, as a PDF of one page shows them."""
    made = Image.new("RGB", (card.width, card.height + own.height), "white")
    made.paste(own, ((card.width - own.width) // 2, 0))
    made.paste(card, (0, own.height))
    return made


LAID = {
    "her documents, another's face beside the card": _beside,
    "her documents, another's portrait above the card": _above,
}
