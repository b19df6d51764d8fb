"""What a portal may be sent by accident or on purpose, drawn from a seed: the same seed sends the same things."""

from __future__ import annotations

import random
import string
from typing import Any

#: Texts that have broken portals before.
TEXTS = (
    "", " ", "\x00", "a\x00b", "\n", "\r\n\t", "null", "None", "true", "-1", "0", "1", "9" * 30, "1e999", "NaN", "0x10",
    "01.02.03", "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "31/12/9999", "24.11.2026", "25:61", "17.30",
    "'", '"', "';--", "1' or '1'='1", "%", "_", "%%%", "\\", "../../etc/passwd", "..\\..", "file:///etc/passwd",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "${7*7}", "%s%s%n", "&#0;", "]]>", "<!--", "</textarea>",
    "\ud800", "\ufffe", "\u202eabc", "\u200b", "é", "e\u0301", "ÆØÅ æøå", "ﷺ", "𝔘𝔫𝔦", "😀" * 40, "ا" * 60, "a" * 5_000,
    "ø" * 20_000, "a " * 3_000, "=cmd|' /C calc'!A0", "@SUM(1)", "+45 89 15 89 15", "89159130", "010203-1234",
    "0102031234",
    "https://", "javascript:alert(1)", "//evil.example", "http://[::1", "mailto:x", "x@y", "a@b.dk", "@", "DK12345678",
    "on", "y", "said:", "said:calm", "guessed:", ":", "[]", "{}", '{"a": 1}', "a,b;c|d", "bbbbbbbbbbbb", "000000000000",
)
_LETTERS = string.printable + "æøåÆØÅéß\u00a0\u2028\u0000€🙂"


def text(draw: random.Random, known: list[str]) -> str:
    """A nasty text, something that stood on a page, or plain noise."""
    kind = draw.random()
    if kind < 0.5:
        return draw.choice(TEXTS)
    if kind < 0.75 and known:
        return draw.choice(known)
    if kind < 0.85:
        return draw.choice(TEXTS) + draw.choice(TEXTS)
    return "".join(draw.choice(_LETTERS) for _ in range(draw.randint(1, 60)))


def values(draw: random.Random, form: dict[str, list[str]], known: list[str]) -> dict[str, Any]:
    """A form's fields, some as they stood, some nasty, some missing, some twice, and now and then one nobody knows."""
    sent: dict[str, Any] = {}
    for name, each in form.items():
        kind = draw.random()
        if kind < 0.35 or name == "csrf_token":
            sent[name] = each
        elif kind < 0.85:
            sent[name] = [text(draw, known)]
        elif kind < 0.93:
            sent[name] = [text(draw, known), *each, text(draw, known)]
    if draw.random() < 0.1:
        name = draw.choice((*form, "id", "version", "page", "x-rank-1", "_draft"))
        sent[name + draw.choice(("", "-0", "-not-cpr", "[]"))] = [text(draw, known)]
    return sent
