"""How a document comes out of a camera: clean, as a phone takes it, and as it should not be taken."""

from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels: TypeAlias = NDArray[np.uint8]
DESK = (70, 82, 96)


def clean(image: Image.Image, seed: int) -> Image.Image:  # noqa: ARG001 - the three are called alike
    """As scanned."""
    return image


def phone(image: Image.Image, seed: int) -> Image.Image:
    """Held well: a little askew on a desk, soft, uneven light, noise, JPEG."""
    chance = np.random.default_rng(seed)
    pixels = _on_a_desk(_pixels(image), chance, lean=0.035, turn=4.0)
    pixels = cv2.GaussianBlur(pixels, (0, 0), float(chance.uniform(0.5, 0.9)))
    pixels = _lit(pixels, chance, fall=0.3)
    return _jpeg(_noisy(pixels, chance, 5.0), int(chance.integers(72, 88)))


def hard(image: Image.Image, seed: int) -> Image.Image:
    """Held badly: strongly askew, blurred or moved, a lamp's reflection, half of them cut at an edge."""
    chance = np.random.default_rng(seed)
    pixels = _on_a_desk(_pixels(image), chance, lean=0.08, turn=14.0)
    pixels = cv2.GaussianBlur(pixels, (0, 0), float(chance.uniform(1.5, 2.6)))
    pixels = _glare(_lit(pixels, chance, fall=0.5), chance)
    if seed % 2:
        pixels = _cut(pixels, chance)
    return _jpeg(_noisy(pixels, chance, 9.0), int(chance.integers(40, 60)))


CONDITIONS: dict[str, Callable[[Image.Image, int], Image.Image]] = {
    "clean": clean,
    "phone": phone,
    "hard": hard,
}


def _on_a_desk(pixels: Pixels, chance: np.random.Generator, lean: float, turn: float) -> Pixels:
    height, width = pixels.shape[:2]
    margin = int(0.12 * width)
    size = (width + 2 * margin, height + 2 * margin)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners + chance.uniform(-lean, lean, (4, 2)) * width + margin
    angle = np.deg2rad(chance.uniform(-turn, turn))
    spin = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    centre = np.array(size) / 2
    target = ((moved - centre) @ spin.T * 0.94 + centre).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return _as_pixels(
        cv2.warpPerspective(pixels, matrix, size, borderValue=DESK, flags=cv2.INTER_AREA)
    )


def _lit(pixels: Pixels, chance: np.random.Generator, fall: float) -> Pixels:
    """Light that falls off to one side."""
    height, width = pixels.shape[:2]
    angle = chance.uniform(0, 2 * np.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    light = 1 - fall / 2 * (1 + (x * np.cos(angle) + y * np.sin(angle)) / 1.5)
    return _as_pixels(pixels * light[..., None])


def _glare(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    cx, cy = chance.uniform(0.2, 0.8) * width, chance.uniform(0.2, 0.8) * height
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    spread = 0.09 * width
    spot = 190 * np.exp(-(((x - cx) / spread) ** 2 + ((y - cy) / (spread * 0.6)) ** 2))
    return _as_pixels(pixels + spot[..., None])


def _cut(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """The frame ends within the document, on the right or below."""
    height, width = pixels.shape[:2]
    share = float(chance.uniform(0.72, 0.82))
    return (
        pixels[:, : int(width * share)] if chance.random() < 0.5 else pixels[: int(height * share)]
    )


def _noisy(pixels: Pixels, chance: np.random.Generator, strength: float) -> Pixels:
    return _as_pixels(pixels + chance.normal(0, strength, pixels.shape))


def _jpeg(pixels: Pixels, quality: int) -> Image.Image:
    kept = BytesIO()
    Image.fromarray(pixels).save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("RGB")


def _pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def _as_pixels(values: NDArray[np.generic]) -> Pixels:
    return np.clip(values, 0, 255).astype(np.uint8)
