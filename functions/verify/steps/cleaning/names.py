"""What pages are called: after the file that they were made of."""

from llave.documents.pictures import pages_folder


def page_name(key: str, number: int) -> str:
    """`cases/…/original` -> `pages/…/page-1.jpg`; a frame has one page: `frame-2` -> `frame-2.jpg`."""
    folder, name = pages_folder(key), key.rpartition("/")[2]
    return f"{folder}page-{number}.jpg" if name == "original" else f"{folder}{name}.jpg"
