"""What lies on the desk beside the page while it is written: proposals, their own words, other offers.

Plain values for the templates, put together with a fixed number of queries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from outreach.core.i18n import localized
from outreach.library.queries import list_questions
from outreach.matching.queries import Ranking, rank_for
from outreach.partners.protection import OpenPartner
from outreach.pitches.clauses import as_title, clauses
from outreach.pitches.content import MOST_OFFERS, OfferText, PitchContent, quoting
from outreach.pitches.drafting import MOST_OFFERS as WANTED_OFFERS
from outreach.pitches.labels import origin_label, said_where
from outreach.pitches.models import Pitch
from outreach.pitches.profile_facts import said, worded
from outreach.pitches.service import add_offer, move_offer, remove_offer, swap_offer

# As many other offers as a colleague looks through at a slot; the whole list stands under "add".
_NEAREST = 6


@dataclass(frozen=True)
class Proposal:
    """A title or lead to take: `act` is the button's value, `origin` where it comes from, in plain words."""

    act: str
    text: str
    origin: str


@dataclass(frozen=True)
class SaidClause:
    """A stretch of their words; `key` names it in the buttons, `title` is how it reads as a title."""

    key: str
    text: str
    title: str


@dataclass(frozen=True)
class SaidWords:
    """One quote, clause by clause; `where` it was said, and who translated it where it is a translation."""

    where: str
    clauses: tuple[SaidClause, ...]
    translated_by: str
    is_translation: bool


@dataclass(frozen=True)
class OtherOffer:
    """An offer that could stand on the page, and why."""

    text: OfferText
    name: str
    because: str
    however: str
    fits: bool


@dataclass(frozen=True)
class Desk:
    """All that stands beside the page's own fields. `fitting`: how many offers in its language answer to what we know
    of them, of the `wanted` a draft takes."""

    titles: tuple[Proposal, ...]
    leads: tuple[Proposal, ...]
    words: tuple[SaidWords, ...]
    untranslated: int
    others: tuple[OtherOffer, ...]
    nearest: tuple[OtherOffer, ...]
    names: dict[str, str]
    questions: tuple[str, ...]
    fitting: int
    wanted: int = WANTED_OFFERS
    most_offers: int = MOST_OFFERS


def desk_of(pitch: Pitch, partner: OpenPartner, content: PitchContent) -> Desk:
    """The desk for a page as it stands now."""
    ranking = rank_for(partner)
    words = _words(partner, pitch.language)
    on_page = {each.offer for each in content.offers}
    worded_offers = _worded(ranking, partner, pitch.language)
    others = tuple(each for each in worded_offers if each.text.offer not in on_page)
    return Desk(
        titles=_proposals(pitch, partner, "titles", "title"),
        leads=_proposals(pitch, partner, "leads", "lead"),
        words=words,
        untranslated=sum(1 for each in partner.quotes if not said(each).printed_in(pitch.language)),
        others=others,
        nearest=others[:_NEAREST],
        names={each.offer.public_id: each.offer.name for each in ranking.offers},
        questions=_questions() if ranking.little_known or not partner.quotes else (),
        fitting=sum(each.fits for each in worded_offers),
    )


def _proposals(pitch: Pitch, partner: OpenPartner, kind: str, act: str) -> tuple[Proposal, ...]:
    return tuple(Proposal(f"{act}:{number}", each["text"], origin_label(each, partner))
                 for number, each in enumerate(pitch.options.get(kind, ())))


def _words(partner: OpenPartner, language: str) -> tuple[SaidWords, ...]:
    found = []
    for quote in partner.quotes:
        printed = said(quote).printed_in(language)
        if not printed:
            continue
        pieces = tuple(SaidClause(f"{quote.public_id}:{number}", piece, as_title(piece))
                       for number, piece in enumerate(clauses(printed)))
        translator = quote.translation_by.name if quote.translation_by else ""
        found.append(SaidWords(said_where(quote), pieces, translator, quote.language != language))
    return tuple(found)


def _worded(ranking: Ranking, partner: OpenPartner, language: str) -> list[OtherOffer]:
    found = []
    for each in ranking.offers:
        text = worded(each.offer, partner.sector_id, language)
        if text.headline and text.text:
            found.append(OtherOffer(text, each.offer.name, each.because, each.however, each.match.fits))
    return found


def _questions() -> tuple[str, ...]:
    """Three questions from the bank that bring the most to write with: one on their days, their people, a wish."""
    first: dict[str, str] = {}
    for question in list_questions():
        first.setdefault(question.group, localized(question, "text"))
    return tuple(first[group] for group in ("A", "B", "D") if group in first)


def apply_act(act: str, content: PitchContent, desk: Desk, language: str) -> PitchContent:
    """The page after one of the desk's buttons: "title:0", "lead:1", "said_title:<quote>:<clause>",
    "said_lead:<quote>:<clause>", "up:1", "down:1", "remove:1", "swap:1:<offer>", "add:<offer>".

    Slots count from 1. An unknown act changes nothing; an offer that is gone raises DomainError.
    """
    kind, _colon, rest = act.partition(":")
    if kind in ("title", "lead"):
        proposals = {each.act: each.text for each in (*desk.titles, *desk.leads)}
        return _with(content, kind, proposals[act]) if act in proposals else content
    if kind in ("said_title", "said_lead"):
        clause = next((each for words in desk.words for each in words.clauses if each.key == rest), None)
        if clause is None:
            return content
        if kind == "said_title":
            return _with(content, "title", clause.title)
        return _with(content, "lead", quoting(content.lead, clause.text, language))
    if kind == "add":
        return add_offer(content=content, offer=_offer(desk, rest))
    return _at_slot(kind, rest, content, desk)


def _at_slot(kind: str, rest: str, content: PitchContent, desk: Desk) -> PitchContent:
    number, _colon, offer = rest.partition(":")
    at = _slot(number, content)
    if at is None:
        return content
    if kind in ("up", "down"):
        return move_offer(content=content, at=at, by=-1 if kind == "up" else 1)
    if kind == "remove":
        return remove_offer(content=content, at=at)
    if kind == "swap":
        return swap_offer(content=content, at=at, offer=_offer(desk, offer))
    return content


def _slot(number: str, content: PitchContent) -> int | None:
    """The place (from 0) of a slot that the page has."""
    known = number.isascii() and number.isdigit() and len(number) < 3
    return int(number) - 1 if known and 1 <= int(number) <= len(content.offers) else None


def _offer(desk: Desk, public_id: str) -> OfferText | None:
    return next((each.text for each in desk.others if each.text.offer == public_id), None)


def _with(content: PitchContent, name: str, text: str) -> PitchContent:
    return replace(content, title=text) if name == "title" else replace(content, lead=text)


def landing(act: str, content: PitchContent) -> str:
    """Where on the page the reader goes on after a button, as an anchor."""
    kind, _colon, rest = act.partition(":")
    if kind in ("title", "said_title"):
        return "title"
    if kind in ("lead", "said_lead"):
        return "lead"
    if kind == "add":
        return f"offer-{len(content.offers)}"
    if kind in ("up", "down", "swap"):
        at = _slot(rest.partition(":")[0], content)
        if at is None:
            return "offers"
        return f"offer-{min(max(at + {'up': -1, 'down': 1}.get(kind, 0), 0), len(content.offers) - 1) + 1}"
    return "offers" if kind == "remove" else ""
