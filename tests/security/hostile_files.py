"""Files as attackers send them, made here: none of them harms anybody who only has them."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image

from functions.verify.steps.cleaning.formats import TEST_VIRUS


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    """A plain picture."""
    target = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def with_exif() -> bytes:
    """Where and by whose telephone it was taken, and held on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif, comment=b"SecretComment")


def huge_png(side: int = 50_000) -> bytes:
    """A header that promises more pixels than any memory holds; a few hundred bytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1024)
    chunks = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def paper(pages: int = 1, size: tuple[float, float] = (612, 792)) -> bytes:
    """A PDF of blank pages."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=size)
        made.save(target)
    return target.getvalue()


def paper_with(change: Any, **saved: Any) -> bytes:
    """A PDF of one page after `change` had it in hand."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as made:
        change(made)
        made.save(target, **saved)
    return target.getvalue()


def _runs_script(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")
    made.Root.OpenAction = made.make_indirect(action)


def _launches(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="calc.exe")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Link"), Rect=[0, 0, 9, 9], A=action
    )
    made.pages[0].Annots = pikepdf.Array([note])


def _carries(made: pikepdf.Pdf) -> None:
    made.attachments["run.exe"] = b"MZ"


def _bomb(made: pikepdf.Pdf) -> None:
    """Pictures of 20,000 by 20,000 in a page: 400 MB each, out of 2 MB of file."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(20_000_000)) for _ in range(20)) + packer.flush()
    for number in range(3):
        image = pikepdf.Stream(made, b"")
        image.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name("/XObject"),
            Subtype=pikepdf.Name("/Image"),
            Width=20_000,
            Height=20_000,
            ColorSpace=pikepdf.Name("/DeviceGray"),
            BitsPerComponent=8,
        )
        image.write(packed, filter=pikepdf.Name("/FlateDecode"))
        made.pages[0].add_resource(image, pikepdf.Name("/XObject"), pikepdf.Name(f"/I{number}"))
    names = b" ".join(b"q 500 0 0 500 0 0 cm /I%d Do Q" % n for n in range(3))
    made.pages[0].contents_add(names)


def archive() -> bytes:
    """A zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("page.html", "<script>")
    return target.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "empty": (b"", "empty"),
    "text": (b"hello", "unknown_format"),
    "svg": (SVG, "unknown_format"),
    "xml-svg": (b"<?xml version='1.0'?>" + SVG, "unknown_format"),
    "html": (b"<html><body>hello</body></html>", "unknown_format"),
    "gif": (picture("GIF"), "unknown_format"),
    "tiff": (picture("TIFF"), "unknown_format"),
    "program": (b"MZ" + b"\0" * 200, "unknown_format"),
    "zip": (archive(), "unknown_format"),
    "eicar": (TEST_VIRUS, "suspicious"),
    "eicar-behind-a-picture": (picture() + TEST_VIRUS, "suspicious"),
    "jpeg-and-zip": (picture() + archive(), "suspicious"),
    "png-and-zip": (picture("PNG") + archive(), "suspicious"),
    "pdf-and-zip": (paper() + archive(), "suspicious"),
    "jpeg-and-html": (picture(comment=b"<html><script>alert(1)</script>"), "suspicious"),
    "jpeg-and-php": (picture() + b"<?php system($_GET['c']); ?>", "suspicious"),
    "jpeg-and-pdf": (picture(comment=b"%PDF-1.7"), "suspicious"),
    "html-before-a-pdf": (b"%PDF-1.4\n%<script>alert(1)</script>\n" + paper()[9:], "suspicious"),
    "script-in-a-pdf": (paper_with(_runs_script), "suspicious"),
    "launch-in-a-pdf": (paper_with(_launches), "suspicious"),
    "file-in-a-pdf": (paper_with(_carries), "suspicious"),
    "locked-pdf": (
        paper_with(lambda made: None, encryption=pikepdf.Encryption(owner="a", user="b")),
        "locked",
    ),
    "a-hundred-pages": (paper(100), "too_many_pages"),
    "50,000-by-50,000": (huge_png(), "too_many_pixels"),
    "60,001-by-1": (huge_png(60_001), "too_many_pixels"),
    "tiny": (picture(size=(100, 100)), "too_small"),
    "cut-off-jpeg": (picture()[:800], "unreadable"),
    "cut-off-png": (picture("PNG")[:300], "unreadable"),
    "broken-pdf": (b"%PDF-1.7\n" + b"\xff" * 500, "unreadable"),
}
