"""Dos and don'ts for a meeting (texts in advice.toml), and who does what: for our own preparation sheet. Pure.

From Randers Library's booklet on the good meeting with families, and from the course slides on the first meeting
with a partner. Each piece of advice says when it fits; the ones that fit most closely come first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from outreach.core.danish_words import fold

MOST = 4
# General advice fills up to this number.
FEWEST = 3


@dataclass(frozen=True)
class Advice:
    """A piece of advice in both languages. It fits where all of `when` are facts of the meeting.

    Facts: the meeting's kind (first, follow_up, knowledge, pit_stop), the people (families, children, young, old,
    newcomers), the partner (protected, acute, several).
    """

    key: str
    da: str
    en: str
    when: frozenset[str] = frozenset()

    def text(self, language: str) -> str:
        """The advice in "da" or "en"."""
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class FittingAdvice:
    """Three or four of each, as plain texts in the sheet's language, the closest fit first."""

    dos: tuple[str, ...]
    donts: tuple[str, ...]


def _read(table: str) -> tuple[Advice, ...]:
    return tuple(Advice(row["key"], row["da"], row["en"], frozenset(row.get("when", ()))) for row in _TEXTS[table])


_TEXTS = tomllib.loads((Path(__file__).parent / "advice.toml").read_text(encoding="utf-8"))
DOS, DONTS = _read("do"), _read("dont")

# Word parts that tell from a target group's label, in either language, whom a partner is there for. A space in
# front asks for the beginning of a word: "ældre" also stands in "forældre".
_PEOPLE = {
    "families": ("famili", "forældre", "mødre", "fædre", "parent"),
    "children": ("børn", "barn", "child", "spæd", "baby"),
    "young": (" unge", "teenage", " young", "youth"),
    "old": (" ældre", "senior", "pensionist", " older", "demens"),
    "newcomers": ("nye i danmark", "flygtning", "sprog", "newcomer", "new in denmark", "language", "lingual"),
}


def fitting_advice(facts: Collection[str], language: str = "da") -> FittingAdvice:
    """Three or four dos and three or four don'ts that fit these facts (see `Advice`), in "da" or "en"."""
    return FittingAdvice(_fitting(DOS, facts, language), _fitting(DONTS, facts, language))


def people_facts(labels: Iterable[str]) -> frozenset[str]:
    """Facts about the people, read from the labels of a partner's target groups in either language."""
    texts = [f" {fold(label)}" for label in labels]
    return frozenset(fact for fact, parts in _PEOPLE.items() if any(part in text for part in parts for text in texts))


def _fitting(advice: Sequence[Advice], facts: Collection[str], language: str) -> tuple[str, ...]:
    """The closest fits: more conditions first, then in file order; one place is always left for general advice."""
    special = sorted((piece for piece in advice if piece.when and piece.when <= set(facts)),
                     key=lambda piece: -len(piece.when))
    general = [piece for piece in advice if not piece.when]
    # One place is reserved for general advice: listening, and no library talk.
    chosen = special[:MOST - 1]
    chosen += general[:max(FEWEST - len(chosen), 1)]
    return tuple(piece.text(language) for piece in chosen)


@dataclass(frozen=True)
class RoleLine:
    """A role at the meeting: stable key, the question it answers in the sheet's language, and who has it.

    `who` is empty where nobody is named yet.
    """

    key: Literal["asks", "writes", "keeps_time"]
    title: str
    who: str


_ROLES = (
    ("asks", "Hvem spørger?", "Who asks?"),
    ("writes", "Hvem skriver?", "Who writes?"),
    ("keeps_time", "Hvem holder øje med tiden?", "Who keeps an eye on the time?"),
)


def suggest_roles(ours: Sequence[str], language: str = "da") -> tuple[RoleLine, ...]:
    """Who of ours asks, writes and keeps the time. `ours` are names, the meeting's owner first.

    Who asks should not also write: with two of us the second writes and keeps the time, with three each has one.
    Alone, one has all three.
    """
    names = list(dict.fromkeys(name for name in ours if name.strip()))
    seats = {0: ("", "", ""), 1: names * 3, 2: [*names, *names[1:]]}.get(len(names), names[:3])
    return tuple(
        RoleLine(key, english if language == "en" else danish, who)  # type: ignore[arg-type]
        for (key, danish, english), who in zip(_ROLES, seats, strict=True)
    )
