"""The table of OWASP ASVS 5.0 requirements is true of this house: each names tests that are there, or says why none."""

from __future__ import annotations

import ast
import re
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TABLE = tomllib.loads((Path(__file__).parent / "asvs.toml").read_text(encoding="utf-8"))
NOTHING = TABLE.pop("nothing")
ROWS = {number: row for chapter in TABLE.values() for number, row in chapter.items()}

#: The standard's sections, and how many requirements of levels 1 and 2 each has; within a section they come first.
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3
5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3
9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4
13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4
17.3:2
"""


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of the tests of a file; none where there is no such file."""
    if not path.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.parse(path.read_text(encoding="utf-8")).body
                     if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def is_there(name: str) -> bool:
    """Whether "folder/test_file.py::test_name", or a whole file, is there and tests something."""
    file, _, test = name.partition("::")
    found = names_in(TESTS / file)
    return test in found if test else bool(found)


def test_no_requirement_is_missing() -> None:
    counts = (each.split(":") for each in SECTIONS.split())
    whole = {f"{section}.{number}" for section, count in counts for number in range(1, int(count) + 1)}
    nothing = [each for numbers in NOTHING.values() for each in numbers]
    left_out = {number for number in whole for each in nothing if fnmatchcase(number, each)}
    assert (whole - set(ROWS) - left_out, set(ROWS) - whole, set(ROWS) & left_out) == (set(), set(), set())
    assert [each for each in nothing if not any(fnmatchcase(number, each) for number in whole)] == []


def test_every_requirement_has_its_tests_or_says_why_not() -> None:
    assert [number for number, row in ROWS.items() if not row.get("held") and not row.get("open")] == []


def test_every_named_test_exists() -> None:
    missing = [f"{number}: {name}" for number, row in ROWS.items() for name in row.get("held", ())
               if not is_there(name)]
    assert missing == [], "\n".join(missing)


def test_numbers_stand_in_their_chapter_and_in_order() -> None:
    for chapter, rows in TABLE.items():
        keys = [tuple(map(int, number.split("."))) for number in rows]
        assert keys == sorted(keys), chapter
        assert {f"V{key[0]}" for key in keys} == {chapter}
        assert all(re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", number) for number in rows)


def test_missing_test_is_detected() -> None:
    assert [is_there(name) for name in ("security/test_asvs.py::test_no_such_thing", "nowhere/test_x.py")] == [
        False, False]
