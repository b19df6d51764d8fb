"""The table of OWASP ASVS 5.0 requirements is true of this house: each names tests that are there, or says why none."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TABLE = tomllib.loads((Path(__file__).parent / "asvs.toml").read_text(encoding="utf-8"))
ROWS = {number: row for chapter in TABLE.values() for number, row in chapter.items()}


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


def test_every_requirement_has_its_tests_or_says_why_not() -> None:
    assert [number for number, row in ROWS.items() if not row.get("held") and not row.get("open")] == []


def test_every_named_test_is_there() -> None:
    missing = [f"{number}: {name}" for number, row in ROWS.items() for name in row.get("held", ())
               if not is_there(name)]
    assert missing == [], "\n".join(missing)


def test_numbers_stand_in_their_chapter_and_in_order() -> None:
    for chapter, rows in TABLE.items():
        keys = [tuple(map(int, number.split("."))) for number in rows]
        assert keys == sorted(keys), chapter
        assert {f"V{key[0]}" for key in keys} == {chapter}
        assert all(re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", number) for number in rows)


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert [is_there(name) for name in ("security/test_asvs.py::test_no_such_thing", "nowhere/test_x.py")] == [
        False, False]
