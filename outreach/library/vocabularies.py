"""The library's lists, each declared once as data: what a row is made of, what it is called, how it is ordered.

Pages, forms and acts are the same for all of them and read these declarations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import lazy_gettext as _l

from outreach.core.errors import NotFound
from outreach.core.i18n import localized
from outreach.library.models import (
    Branch,
    Condition,
    District,
    Kind,
    Need,
    Question,
    Sector,
    TargetGroup,
    WordAdvice,
    Worry,
)

Control = Literal["line", "text", "lines", "cues", "check", "sector", "choice"]


@dataclass(frozen=True)
class Entry:
    """One thing a row holds. `lines` and `cues` are several texts, kept with | between (cues in small letters);
    `on_paper` texts must be printable; `unique` ones differ from every other row's."""

    name: str
    label: Any
    control: Control = "line"
    required: bool = False
    on_paper: bool = False
    unique: bool = False
    help: Any = None
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """One list. `rows` holds the entries as they stand on the form: one, or Danish and English side by side.
    `group` names the entry that cuts the list into `groups` (key, title); without positions it is alphabetical."""

    slug: str
    model: type[Any]
    title: Any
    new: Any
    lead: Any
    rows: tuple[tuple[Entry, ...], ...]
    title_field: str = "label_da"
    has_positions: bool = True
    group: str | None = None
    groups: tuple[tuple[str, Any], ...] = ()
    shows: Literal["", "need", "worry"] = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the form."""
        return tuple(entry for row in self.rows for entry in row)

    def title_of(self, row: Any) -> str:
        """What a row is called in the reader's language."""
        base = self.title_field.removesuffix("_da")
        return localized(row, base) if base != self.title_field else getattr(row, self.title_field)

    def group_of(self, row: Any) -> str:
        """The key of the group a row stands in; empty where the list is not cut up."""
        return getattr(row, self.group) if self.group else ""

    def longest(self, name: str) -> int:
        """How many characters the column takes."""
        return self.model.__table__.columns[name].type.length


def _both(name: str, danish: Any, english: Any, *, required: bool = True, help: Any = None,
          **settings: Any) -> tuple[Entry, ...]:
    """The same text in Danish and English; only the Danish one can be required."""
    return (Entry(f"{name}_da", danish, required=required, help=help, **settings),
            Entry(f"{name}_en", english, help=help if settings.get("control") == "cues" else None, **settings))


_NAME = _both("label", _l("Navn på dansk"), _l("Navn på engelsk"), on_paper=True, unique=True)

QUESTION_GROUPS = (
    ("A", _l("Deres hverdag")),
    ("B", _l("Dem, de er der for")),
    ("C", _l("Biblioteket set udefra")),
    ("D", _l("Hvad vi kunne sammen")),
    ("E", _l("Vilkår og tryghed")),
)
_LANGUAGES = (("da", _l("Dansk")), ("en", _l("Engelsk")))

VOCABULARIES: tuple[Vocabulary, ...] = (
    Vocabulary(
        "needs", Need, _l("Behov"), _l("Nyt behov"),
        _l("Det, der ville hjælpe en partner eller dem, partneren er der for. "
           "Overskrift og sætning kan stå på partnerarket."),
        (_NAME,
         _both("title", _l("Overskrift på dansk"), _l("Overskrift på engelsk"), on_paper=True,
               help=_l("Kan stå øverst på partnerarket. Helst under 60 tegn, med ord, partneren selv kunne bruge.")),
         _both("lead", _l("Sætning på dansk"), _l("Sætning på engelsk"), control="text", on_paper=True,
               help=_l("Kan følge efter det, de selv har sagt: hvad kan vi gøre ved det?")),
         _both("cues", _l("Kendetegn på dansk"), _l("Kendetegn på engelsk"), control="cues", required=False,
               help=_l("Ord eller dele af ord, der viser behovet i det, folk siger. Ét på hver linje."))),
        shows="need"),
    Vocabulary(
        "worries", Worry, _l("Bekymringer"), _l("Ny bekymring"),
        _l("Det, der kan holde en partner tilbage, og den linje på partnerarket, der svarer på det."),
        (_NAME,
         _both("answer", _l("Svaret på dansk"), _l("Svaret på engelsk"), control="text", on_paper=True,
               help=_l("Én kort linje til partneren, fx ”Vi henter, bringer og rydder op.”"))),
        shows="worry"),
    Vocabulary(
        "conditions", Condition, _l("Vilkår"), _l("Nyt vilkår"),
        _l("Det, en partner kan bede os holde os til, og den linje på partnerarket, der lover det."),
        (_NAME,
         _both("answer", _l("Svaret på dansk"), _l("Svaret på engelsk"), control="text", on_paper=True,
               help=_l("Én kort linje til partneren, fx ”Vi tager ingen billeder.”")),
         _both("cues", _l("Kendetegn på dansk"), _l("Kendetegn på engelsk"), control="cues", required=False,
               help=_l("Ord, der viser vilkåret i det, folk siger. Ét på hver linje.")))),
    Vocabulary(
        "target-groups", TargetGroup, _l("Målgrupper"), _l("Ny målgruppe"),
        _l("Hvem partnerne er der for – i store træk, aldrig ved navn. Brug ord, de selv ville bruge."), (_NAME,)),
    Vocabulary(
        "kinds", Kind, _l("Slags partnere"), _l("Ny slags partner"),
        _l("Hvilken slags sted en partner er. Nogle slags er beskyttet fra start."),
        (_NAME,
         (Entry("sector", _l("Foreslået sektor"), "sector", help=_l("Foreslås, når en ny partner skrives ind.")),),
         (Entry("protected_by_default", _l("Nye partnere af denne slags er beskyttede fra start"), "check",
                help=_l("Andre kolleger ser kun et dæknavn. Valget kan ændres for den enkelte partner.")),))),
    Vocabulary(
        "sectors", Sector, _l("Sektorer"), _l("Ny sektor"),
        _l("Den del af samfundet, en partner arbejder i. Et tilbud kan have en tekst til hver sektor."), (_NAME,)),
    Vocabulary(
        "districts", District, _l("Bydele"), _l("Ny bydel"),
        _l("Hvor i kommunen partnerne ligger."), (_NAME,)),
    Vocabulary(
        "questions", Question, _l("Spørgsmål"), _l("Nyt spørgsmål"),
        _l("Gode spørgsmål til et møde. Til hvert møde vælges seks til otte; opsamlingen til sidst ligger fast."),
        ((Entry("group", _l("Hører til"), "choice", required=True, choices=QUESTION_GROUPS),),
         _both("text", _l("Spørgsmålet på dansk"), _l("Spørgsmålet på engelsk"), control="text", on_paper=True,
               unique=True)),
        title_field="text_da", group="group", groups=QUESTION_GROUPS),
    Vocabulary(
        "words", WordAdvice, _l("Biblioteksord"), _l("Nyt biblioteksord"),
        _l("Ord, som er hverdag for os og fremmede for andre, med noget nemmere i stedet. "
           "Sprogtjekket finder selv bøjninger og sammensatte ord."),
        ((Entry("language", _l("Sprog"), "choice", required=True, choices=_LANGUAGES),),
         (Entry("word", _l("Ordet"), required=True, unique=True, help=_l("I grundform, fx ”materiale”.")),),
         (Entry("plainer", _l("Skriv hellere"), "lines", required=True, help=_l("Ét forslag på hver linje.")),),
         (Entry("note", _l("Bemærkning")),)),
        title_field="word", has_positions=False, group="language", groups=_LANGUAGES),
    Vocabulary(
        "branches", Branch, _l("Filialer"), _l("Ny filial"),
        _l("De steder, kolleger hører til, og som kan være partnerens nærmeste bibliotek."),
        ((Entry("name", _l("Navn"), required=True, unique=True),),
         (Entry("address", _l("Adresse")), Entry("phone", _l("Telefon")))),
        title_field="name"),
)

_BY_SLUG = {vocabulary.slug: vocabulary for vocabulary in VOCABULARIES}


def get_vocabulary(slug: str) -> Vocabulary:
    """The vocabulary by its name in addresses. NotFound where there is none."""
    if slug not in _BY_SLUG:
        raise NotFound
    return _BY_SLUG[slug]


def in_groups(vocabulary: Vocabulary, rows: Sequence[Any]) -> list[tuple[Any, list[Any]]]:
    """The rows as (title, rows) by group; one group without a title where the vocabulary has none."""
    if vocabulary.group is None:
        return [("", list(rows))]
    return [(title, [row for row in rows if getattr(row, vocabulary.group) == key]) for key, title in vocabulary.groups]


def texts(kept: str) -> list[str]:
    """The several texts of an entry of kind `lines` or `cues`."""
    return [text for text in kept.split("|") if text]
