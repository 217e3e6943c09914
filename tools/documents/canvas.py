"""What every drawn document is made of: a tinted page, labels over values, a machine readable zone."""

import random
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

INK = (25, 25, 30)
LABEL = (95, 60, 80)
MUESTRA = (205, 120, 120)
MRZ_FACE, TEXT_FACE, BOLD_FACE = (
    ("font_roboto", "Roboto-Medium.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)


@cache
def font(face: tuple[str, str], size: int) -> ImageFont.FreeTypeFont:
    package, name = face
    with as_file(files(package) / "files" / name) as path:
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@dataclass
class Canvas:
    """A page in pixels; the same seed draws the same page."""

    width: int
    height: int
    tint: tuple[int, int, int]
    seed: int
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), self.tint)
        self._draw = ImageDraw.Draw(self.image)
        self._pattern()

    def text(self, x: int, y: int, text: str, size: int, *, bold: bool = False) -> None:
        """A line whose upper left corner stands at x, y."""
        self._draw.text((x, y), text, font=font(BOLD_FACE if bold else TEXT_FACE, size), fill=INK)

    def label(self, x: int, y: int, text: str, size: int = 20) -> None:
        """The small name of a field."""
        self._draw.text((x, y), text, font=font(BOLD_FACE, size), fill=LABEL)

    def field(self, x: int, y: int, label: str, *values: str, size: int = 30) -> None:
        """A label with its values below."""
        self.label(x, y, label)
        for row, value in enumerate(values):
            self.text(x, y + 22 + row * (size + 6), value, size)

    def inline(self, x: int, y: int, label: str, value: str, size: int = 28) -> None:
        """A label with its value behind it."""
        self.label(x, y + size - 22, label)
        self.text(x + self.width_of(label, 20) + 14, y, value, size)

    def width_of(self, text: str, size: int) -> int:
        """Pixels that a bold line takes."""
        return int(font(BOLD_FACE, size).getlength(text))

    def zone(self, x: int, y: int, rows: tuple[str, ...], cell: float, size: int) -> None:
        """The machine readable zone: a character to a cell, as OCR-B stands."""
        self._draw.rectangle(
            (x - 12, y - 12, x + cell * len(rows[0]) + 12, y + len(rows) * size * 1.6), "white"
        )
        face = font(MRZ_FACE, size)
        for row, text in enumerate(rows):
            for column, char in enumerate(text):
                at = (x + (column + 0.5) * cell, y + row * size * 1.55)
                self._draw.text(at, char, font=face, fill=INK, anchor="ma")

    def paste(self, picture: Image.Image, x: int, y: int, width: int, height: int) -> None:
        """A picture, scaled into that rectangle."""
        self.image.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (x, y))

    def specimen(self, x: int, y: int, size: int = 44) -> None:
        """Says that this is no document."""
        face = font(BOLD_FACE, size)
        self._draw.text((x, y), "MUESTRA · SPECIMEN", font=face, fill=MUESTRA)

    def rule(self, y: int, left: int, right: int) -> None:
        """A thin line across."""
        self._draw.line((left, y, right, y), fill=(150, 150, 150), width=2)

    def _pattern(self) -> None:
        """Faint waves, so that reading is not done on plain paper."""
        chance = random.Random(self.seed)
        faint = tuple(max(0, part - 14) for part in self.tint)
        for _ in range(26):
            y = chance.randrange(-50, self.height)
            lean = chance.randrange(-60, 60)
            points = [
                (x, y + lean * x // self.width + (x // 37 % 5)) for x in range(0, self.width, 40)
            ]
            self._draw.line(points, fill=faint, width=2)
