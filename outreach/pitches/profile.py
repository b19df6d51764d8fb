"""What a pitch is drafted from, and what a draft is: plain values, no database.

Guesses about the partner have no field here, so no draft can hold one. A guessed need may choose an offer; of it
the page carries only the library's own phrase of what we can do.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from outreach.partners.times import Times
from outreach.pitches.content import OfferText
from outreach.pitches.weeks import Window

Origin = Literal["need_words", "need", "their_words", "matters", "ours"]


@dataclass(frozen=True)
class NeedPhrase:
    """A chosen need in the page's language. Their order in the profile is their rank.

    `title` can stand as a page's title, `lead` is a full sentence of the library's that can follow a quote; either
    may be empty. `said`: the partner said it (False: we guess). `cues`: word parts that show the need in a text.
    `words`: how they put it, in the page's language; empty where nobody noted it.
    """

    key: str
    title: str
    lead: str
    said: bool
    cues: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class SaidQuote:
    """What the partner said, word for word, and a colleague's translation if there is one.

    `translation_language` may be left out: then a Danish quote is translated to English and any other to Danish.
    `needs` are those a colleague marked it with, None where nobody has marked it; `declines`: it turns something down.
    """

    text: str
    language: str
    translation: str | None = None
    translation_language: str | None = None
    said_on: date | None = None
    source: str = ""
    needs: tuple[str, ...] | None = None
    declines: bool = False
    may_print: bool = True

    def printed_in(self, language: str) -> str | None:
        """The words that may stand on a page in this language; None where there are none."""
        if not self.may_print:
            return None
        if self.language == language:
            return self.text
        into = self.translation_language or ("en" if self.language == "da" else "da")
        return self.translation if self.translation and into == language else None


@dataclass(frozen=True)
class WorryAnswer:
    """The line that answers a worry or a condition, in the page's language."""

    key: str
    answer: str


@dataclass(frozen=True)
class LocalizedOffer:
    """An offer in the page's language. `begin_small` holds {hvornår} or {when}; `angles` are its lines for what holds
    of some partners, as (subject, part, line); `plain` its text without a sector's wording, where it has one."""

    key: str
    headline: str
    text: str
    practical: str = ""
    begin_small: str = ""
    needs: frozenset[str] = frozenset()
    angles: tuple[tuple[str, str, str], ...] = ()
    plain: OfferText | None = None


@dataclass(frozen=True)
class PitchProfile:
    """All a draft is made from. `needs`, `worries` and `offers` come best first.

    `matters` is what counts for them in a colleague's words and `matters_language` the language it is written in;
    `on` is the page's date and `window` the week of the first step where the caller has chosen one. `subjects` is what
    holds of them, as the angles of offers name it, the most telling first; `held_back` are words that may not reach
    paper: the name, street and place of a protected partner.
    """

    language: str
    partner_name: str
    on: date
    needs: tuple[NeedPhrase, ...] = ()
    quotes: tuple[SaidQuote, ...] = ()
    matters: str = ""
    matters_language: str = "da"
    worries: tuple[WorryAnswer, ...] = ()
    offers: tuple[LocalizedOffer, ...] = ()
    window: Window | None = None
    subjects: tuple[str, ...] = ()
    conditions: tuple[WorryAnswer, ...] = ()
    times: Times = Times()
    avoid_words: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True)
class TitleOption:
    """A title and where it comes from; `source` is the need's key or the quote's index as text, else empty."""

    text: str
    origin: Origin
    source: str = ""


@dataclass(frozen=True)
class LeadOption:
    """A lead. `quote` is the index of the quote cited in it, None where the lead is all ours."""

    text: str
    origin: Origin
    quote: int | None = None
    need: str = ""


@dataclass(frozen=True)
class PitchDraft:
    """A first draft: three distinct titles, at least one lead, the rest as it would print. First options are best.

    `words` counts the whole page with title and lead as first proposed, fixed labels and contact card included.
    """

    titles: tuple[TitleOption, TitleOption, TitleOption]
    leads: tuple[LeadOption, ...]
    worry_line: str
    offers: tuple[OfferText, ...]
    first_step: str
    window: Window
    words: int = 0

    @property
    def title(self) -> str:
        """The title proposed first."""
        return self.titles[0].text

    @property
    def lead(self) -> str:
        """The lead proposed first."""
        return self.leads[0].text
