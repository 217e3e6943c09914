"""What must not stand in any file of the repository."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written apart, so that this file is not found by itself.
FORBIDDEN = {
    "a package registry's host": (
        "registry.npm" + "js.org",
        "py" + "pi.org",
        "python" + "hosted.org",
    ),
    "a Debian mirror": ("deb.deb" + "ian.org",),
    "a path of somebody's machine": (
        "/ro" + "ot/",
        "/ho" + "me/",
        "/wo" + "rk/",
        "/opt/" + "wheels",
    ),
    "what was given beside the repository": ("../sha" + "red",),
}


def test_no_file_names_a_registry_a_mirror_or_a_machine():
    found = [
        f"{file.relative_to(ROOT)}: {what} ({word})"
        for file in _files()
        for what, words in FORBIDDEN.items()
        for word in words
        if word.encode() in file.read_bytes()
    ]

    assert found == []


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
