"""What pages are called: beside the file that they were made of."""


def page_name(key: str, number: int) -> str:
    """`…/original` -> `…/page-1.jpg`; a frame has one page: `…/frame-2` -> `…/frame-2.jpg`."""
    folder, _, name = key.rpartition("/")
    return f"{folder}/page-{number}.jpg" if name == "original" else f"{key}.jpg"
