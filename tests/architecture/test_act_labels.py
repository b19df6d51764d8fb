"""Every act that the code records has its words in the log."""

from __future__ import annotations

import ast
from pathlib import Path

from outreach.audit.labels import KINDS, VERBS, kind_of, parts_of

ROOT = Path(__file__).resolve().parents[2]
_RECORDERS = {"record", "record_many", "record_editing"}


def _texts(node: ast.expr) -> set[str]:
    """The texts an expression can be: a text, one of two, or one with a part to be filled in (its rest)."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return {"".join(str(each.value) if isinstance(each, ast.Constant) else "*" for each in node.values)}
    return set()


def acts() -> set[str]:
    """All acts that stand in the code; `*` is filled in when it runs."""
    found: set[str] = set()
    for path in (ROOT / "outreach").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in _RECORDERS:
                    found |= {text for each in node.keywords if each.arg == "act" for text in _texts(each.value)}
    return found


def test_search_finds_recorded_acts() -> None:
    assert {"partner.edit", "offer.rest", "offer.wake", "*.add"} <= acts()


def test_every_kind_and_verb_has_a_label() -> None:
    parts = [parts_of(act) for act in acts()]
    without = {kind for kind, _verb in parts if kind != "*" and kind_of(kind) not in KINDS} | {
        verb for _kind, verb in parts if verb != "*" and verb not in VERBS}
    assert sorted(without) == [], "write these in outreach/audit/labels.py, KINDS or VERBS"
