"""What stands in something a partner said: conditions of the library's list, stretches short enough to cite. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from outreach.partners.quote_analysis import Polarity, find_cues

_FEWEST, _MOST = 2, 12


def conditions_in(words: str, conditions: Iterable[Any]) -> list[Any]:
    """The conditions whose cues stand in the words, as whole words in any form, in the order of the list."""
    terms = list(conditions)
    named: set[str] = set()
    for language in ("da", "en"):
        cues = {term.key: [cue for cue in getattr(term, f"cues_{language}").split("|") if cue] for term in terms}
        named |= {finding.key for finding in find_cues(words, language, {key: cue for key, cue in cues.items() if cue})
                  if finding.polarity is not Polarity.REPORTED}
    return [term for term in terms if term.key in named]


def condition_in(words: str, conditions: Iterable[Any]) -> Any | None:
    """The first condition that the words name; None where they name none of the list."""
    return next(iter(conditions_in(words, conditions)), None)


def short_stretches(texts: Iterable[str]) -> tuple[str, ...]:
    """Stretches of two to twelve words between the stops of each text, to choose from."""
    pieces = (" ".join(piece.split()) for text in texts for piece in re.split(r"[.!?;:,\n]+", text))
    return tuple(dict.fromkeys(piece for piece in pieces if _FEWEST <= len(piece.split()) <= _MOST))
