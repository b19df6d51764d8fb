"""Text as it is compared: small letters, no accents, no invisible characters, with the way back to the text.

A word must be found however it was typed: "MÅLGRUPPEN", "mål­gruppen" with a soft hyphen, "målgruppén",
"Maalgruppen", or with letters stored as base and accent. Danish æ, ø and å are letters of their own and stay.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_RING = "\u030a"
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Folded:
    """A folded text; `starts[i]` and `ends[i]` are where its character i begins and ends in the source."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Token:
    """A run of letters and digits: as folded, as written, and where it stands in the source."""

    folded: str
    written: str
    start: int
    end: int


class _Folding:
    def __init__(self) -> None:
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, letter: str, start: int, end: int) -> None:
        """One folded letter; a second a right after an a makes å, as names and old spelling have it."""
        if letter == "a" and self.letters and self.letters[-1] == "a" and self.ends[-1] <= start:
            self.letters[-1] = "å"
            self.ends[-1] = end
            return
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)

    def mark(self, mark: str, end: int) -> None:
        """An accent belongs to the letter before it; only the ring changes the letter."""
        if not self.letters:
            return
        if mark == _RING and self.letters[-1] == "a":
            self.letters[-1] = "å"
        self.ends[-1] = end


@lru_cache(maxsize=2048)
def fold(text: str) -> Folded:
    """Fold the text character by character; every folded character knows its place in the source."""
    folding = _Folding()
    for at, char in enumerate(text):
        category = unicodedata.category(char)
        if category == "Cf":
            continue
        if category in ("Mn", "Me"):
            folding.mark(char, at + 1)
        elif not char.isalnum():
            folding.add(char, at, at + 1)
        else:
            _fold_letter(folding, char, at)
    return Folded("".join(folding.letters), tuple(folding.starts), tuple(folding.ends))


def _fold_letter(folding: _Folding, char: str, at: int) -> None:
    for part in unicodedata.normalize("NFKD", char).casefold():
        if unicodedata.combining(part):
            folding.mark(part, at + 1)
        else:
            folding.add(part, at, at + 1)


def folded(text: str) -> str:
    """Only the folded text, for word lists and comparisons."""
    return fold(text).text


def tokens(text: str) -> tuple[Token, ...]:
    """The runs of letters and digits; hyphen and apostrophe divide, so "DK5-nummer" is two."""
    source = fold(text)
    return tuple(
        Token(
            folded=match.group(),
            written=text[source.starts[match.start()] : source.ends[match.end() - 1]],
            start=source.starts[match.start()],
            end=source.ends[match.end() - 1],
        )
        for match in _RUN.finditer(source.text)
    )
