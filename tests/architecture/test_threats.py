"""docs/threats.md names every test of a threat, and no test that is not there."""

import re
from pathlib import Path

from tests.security.mutants import MUTANTS

ROOT = Path(__file__).resolve().parents[2]
SECURITY = ROOT / "tests/security"
PAGE = (ROOT / "docs/threats.md").read_text("utf-8")


def test_every_threats_test_is_on_the_page_and_every_test_on_the_page_is_there():
    named = set(re.findall(r"`(test_[a-z0-9_]+\.py)`", PAGE))

    assert named == {file.name for file in SECURITY.glob("test_*.py")}


def test_all_33_threats_are_on_the_page_once():
    rows = re.findall(r"^\| (T\d\d) \|", PAGE, re.MULTILINE)

    assert rows == [f"T{number:02}" for number in range(1, 34)]


def test_a_file_stands_in_the_row_of_its_threat():
    for file in SECURITY.glob("test_t[0-9]*.py"):
        threat = file.name[5:8].upper()
        (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {threat} |")]
        assert f"`{file.name}`" in row, file.name


def test_every_mutant_names_a_test_of_its_threat():
    for mutant in MUTANTS:
        assert (SECURITY / mutant.test).is_file(), mutant.test
        assert mutant.test.startswith(f"test_{mutant.threat.lower()}_"), mutant.what


def test_every_mutant_still_finds_what_it_changes():
    for mutant in MUTANTS:
        text = (ROOT / mutant.file).read_text("utf-8")
        assert text.count(mutant.old) == 1, f"{mutant.threat}, {mutant.what}: {mutant.file}"
