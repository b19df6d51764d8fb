"""No pattern and no text function takes more than its share: time grows with the length of a text, not with its square.

Patterns are found in the modules' values and in the calls of `re` in their source; text functions are the public ones
of modules without a database whose required arguments are all texts. Each is given texts of sixty kinds. What is quick
at the full length is not measured further; else the processor's time at that length is compared with the time at an
eighth of it: linear work takes eight times as long, quadratic work sixty-four times.
"""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

import outreach

UNITS = (
    "a", "A", "æ", "1", "12", " ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "-", "–", "—", "- ", "1-", "-1", "01-", "1.",
    "1,", "1 ", "0102031234", "010203-1234 ", "DK-", "+45 ", ".", ". ", "..", "…", "! ", "?", "a.", "a. ", "A. b. ",
    ", ", "; ", ": ", ", og ", ", fordi ", "når ", "og ", "\"", "\"a", "»", "»a", "«", "“", "”", "”a", "(", "(a", "[",
    "{", "{a", "<", "<a ", "/*", "'", "a'", "a-", "/", "//", "http://", "a@", "\\", "_", "%", "\u0301", "a\u0301",
    "\u0323\u0301", "\u200b", "\u00ad", "a:", "a:0123456789ab", "version:", "--a:", "=", "&", "|", "ikke ", "noget ")
LENGTH, EIGHTH = 8_000, 1_000
#: Seconds: quick at LENGTH whatever the unit; below this a measured time says nothing; nothing may take this at EIGHTH.
QUICK, LEAST, ENDLESS = 0.02, 0.000_3, 0.3
#: Nothing that takes the square of its length is as quick as this at EIGHTH.
FREE = 0.000_2
MOST_TIMES = 24
#: What a text function may ask for, and how it is made of one text.
_TEXTS: dict[str, Callable[[str], object]] = {
    "str": str, "str | None": str, **{f"{kind}[str]": lambda text: [text, text[1:]] for kind in (
        "Sequence", "Iterable", "Collection", "list")},
    "Mapping[str, str]": lambda text: {"title": text, "lead": text[1:]}, "dict[str, str]": lambda text: {"title": text}}
#: Text functions whose work has an end of its own.
_BOUNDED = {"outreach.core.pdf.qr.private_png": "a QR code holds at most 2,953 letters",
            "outreach.users.passwords.hash_password": "takes its time by design, whatever the password"}
#: Modules whose patterns read nothing but files of the portal itself.
_OWN_FILES = {"outreach.core.pdf.style": "our style sheets"}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(outreach.__path__, "outreach."):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def _compiled(value: Any, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _compiled(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _compiled(each, depth - 1)
    elif depth and is_dataclass(type(value)):
        for name in value.__dataclass_fields__:
            yield from _compiled(getattr(value, name, None), depth - 1)


def _written(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """Patterns that stand as plain text in a call of `re`."""
    for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text())):
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re" and node.args and isinstance(node.args[0], ast.Constant)):
            yield re.compile(node.args[0].value, _flags(node))


def _flags(call: ast.Call) -> re.RegexFlag:
    names = re.findall(r"re\.(IGNORECASE|ASCII|MULTILINE|DOTALL)", ast.unparse(call))
    flags = re.RegexFlag(0)
    for name in names:
        flags |= re.RegexFlag[name]
    return flags


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the portal, by module and text."""
    found = {}
    for module in _modules():
        if module.__name__ in _OWN_FILES:
            continue
        for pattern in [*_compiled(list(vars(module).values()), 4), *_written(module)]:
            found.setdefault((pattern.pattern, pattern.flags), (f"{module.__name__}: {pattern.pattern[:80]}", pattern))
    return dict(found.values())


def text_functions() -> dict[str, Callable[[str], object]]:
    """Public functions of modules without a database that need nothing but text."""
    found: dict[str, Callable[[str], object]] = {}
    for module in _modules():
        if {"db", "bp", "current_app"} & set(vars(module)):
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            if inspect.signature(function).return_annotation == "None":
                continue
            needed = [each for each in inspect.signature(function).parameters.values()
                      if each.default is each.empty and each.kind not in {each.VAR_POSITIONAL, each.VAR_KEYWORD}]
            if needed and all(each.annotation in _TEXTS for each in needed):
                found[f"{module.__name__}.{name}"] = _given(function, needed)
    for name in _BOUNDED:
        del found[name]
    return found


def _given(function: Callable[..., object], needed: list[inspect.Parameter]) -> Callable[[str], object]:
    def call(text: str) -> object:
        values = {each.name: "da" if each.name == "language" else _TEXTS[each.annotation](text) for each in needed}
        by_place = [values.pop(each.name) for each in needed if each.kind is not each.KEYWORD_ONLY]
        done = function(*by_place, **values)
        return list(done) if isinstance(done, Iterator) else done

    return call


def _seconds(run: Callable[[str], object], text: str, times: int = 1) -> float:
    best = 1e9
    gc.disable()  # it would be counted as the work of whoever is at it when it begins
    try:
        for _each in range(times):
            before = time.thread_time()
            run(text)
            best = min(best, time.thread_time() - before)
    finally:
        gc.enable()
    return best


def _faults(run: Callable[[str], object]) -> list[str]:
    """The units for which time grows faster than the text."""
    found = []
    for unit in UNITS:
        short, long = ((unit * length)[:length] for length in (EIGHTH, LENGTH))
        first = _seconds(run, short)
        if first > ENDLESS:
            found.append(f"{unit!r}: far too slow")
        elif first > FREE and _seconds(run, long) > QUICK:
            factor = _seconds(run, long, 3) / max(_seconds(run, short, 5), LEAST)
            if factor > MOST_TIMES:
                found.append(f"{unit!r}: {factor:.0f} times")
    return found


def test_time_of_every_pattern_grows_with_the_text(app: Flask) -> None:
    found, faults = patterns(), {}
    for name, pattern in found.items():
        if wrong := _faults(partial(_matched, pattern)):
            faults[name] = wrong
    assert (faults, len(found) > 100) == ({}, True)


def test_time_of_every_text_function_grows_with_the_text(app: Flask) -> None:
    found, faults = text_functions(), {}
    with app.test_request_context("/"):
        for name, run in found.items():
            try:
                run("Rolig aften")
            except Exception:  # it wants a text of a certain kind, and says so before it works on it
                continue
            if wrong := _faults(_forgiving(run)):
                faults[name] = wrong
    assert (faults, len(found) > 50) == ({}, True)


def _matched(pattern: re.Pattern[str], text: str) -> object:
    return deque(pattern.finditer(text), 0), pattern.fullmatch(text)


def _forgiving(run: Callable[[str], object]) -> Callable[[str], object]:
    def call(text: str) -> object:
        try:
            return run(text)
        except (ValueError, RuntimeError):
            return None

    return call


@pytest.mark.parametrize(("pattern", "unit"), [(r"(\S+):x(?=\s|$)", "1"), (r"(?:a+)+\Z", "a"), (r"\s*;\s+", " ")])
def test_slow_pattern_is_found(pattern: str, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.architecture.test_linear_time.UNITS", (unit,))
    monkeypatch.setattr("tests.architecture.test_linear_time.EIGHTH", 24 if "+)+" in pattern else EIGHTH)
    compiled = re.compile(pattern)
    assert _faults(lambda text: list(compiled.finditer(f"{text[:26]}!" if "+)+" in pattern else text)))
