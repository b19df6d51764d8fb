"""What the editor offers beside the page while it is written: proposals, their own words, other offers.

Plain values for the templates, put together with a fixed number of queries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from outreach.audit.queries import list_for_subject
from outreach.core.errors import DomainError
from outreach.core.formatting import search_key
from outreach.core.i18n import localized
from outreach.library.queries import list_questions
from outreach.matching.queries import Ranking, rank_for
from outreach.partners.models import Quote
from outreach.partners.protection import OpenPartner
from outreach.pitches.clauses import as_title, clauses
from outreach.pitches.content import (
    MOST_OFFERS,
    OfferText,
    PitchContent,
    added,
    differences,
    moved,
    quoting,
    swapped,
    without,
)
from outreach.pitches.drafting import MOST_OFFERS as WANTED_OFFERS
from outreach.pitches.labels import field_label, origin_label, said_where
from outreach.pitches.models import Pitch
from outreach.pitches.profile_facts import said, worded
from outreach.pitches.service import content_of
from outreach.users.models import User

# As many other offers as a colleague looks through at a slot; the whole list stands under "add".
_NEAREST = 6
#: The most stretches of their words offered at once; a search finds the others.
_MOST_CLAUSES = 12


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
class EditorContext:
    """All that stands beside the page's own fields. `fitting`: how many offers in its language answer to what we know
    of them, of the `wanted` a draft takes."""

    titles: tuple[Proposal, ...]
    leads: tuple[Proposal, ...]
    words: tuple[SaidWords, ...]
    find: str
    has_more: bool
    untranslated: int
    others: tuple[OtherOffer, ...]
    nearest: tuple[OtherOffer, ...]
    names: dict[str, str]
    questions: tuple[str, ...]
    fitting: int
    wanted: int = WANTED_OFFERS
    most_offers: int = MOST_OFFERS


def editor_context(pitch: Pitch, partner: OpenPartner, content: PitchContent, find: str = "") -> EditorContext:
    """What the editor offers for a page as it stands now; of their words the newest, or those that contain `find`."""
    ranking = rank_for(partner)
    words, has_more = _words(partner, pitch.language, find)
    on_page = {offer.offer for offer in content.offers}
    worded_offers = _worded(ranking, partner, pitch.language)
    others = tuple(other for other in worded_offers if other.text.offer not in on_page)
    return EditorContext(
        titles=_proposals(pitch, partner, "titles", "title"),
        leads=_proposals(pitch, partner, "leads", "lead"),
        words=words,
        find=find,
        has_more=has_more,
        untranslated=sum(1 for quote in partner.quotes if not said(quote).printed_in(pitch.language)),
        others=others,
        nearest=others[:_NEAREST],
        names={ranked.offer.public_id: ranked.offer.name for ranked in ranking.offers},
        questions=_questions() if ranking.little_known or not partner.quotes else (),
        fitting=sum(other.fits for other in worded_offers),
    )


def _proposals(pitch: Pitch, partner: OpenPartner, kind: str, act: str) -> tuple[Proposal, ...]:
    return tuple(Proposal(f"{act}:{number}", option["text"], origin_label(option, partner))
                 for number, option in enumerate(pitch.options.get(kind, ())))


def _words(partner: OpenPartner, language: str, find: str) -> tuple[tuple[SaidWords, ...], bool]:
    """Their newest words that contain `find`, clause by clause, and whether there are more than are offered."""
    said_words: list[SaidWords] = []
    key, room = search_key(find), _MOST_CLAUSES
    for quote in partner.quotes:
        printed = said(quote).printed_in(language)
        if not printed or key not in search_key(printed, len(printed) * 2):
            continue
        if room <= 0:
            return tuple(said_words), True
        pieces = tuple(piece for piece in _clauses(quote, printed) if key in search_key(piece.text))
        translator = quote.translation_by.name if quote.translation_by else ""
        said_words.append(SaidWords(said_where(quote), pieces[:room], translator, quote.language != language))
        room -= len(pieces)
    return tuple(said_words), room < 0


def _clauses(quote: Quote, printed: str) -> list[SaidClause]:
    return [SaidClause(f"{quote.public_id}:{number}", piece, as_title(piece))
            for number, piece in enumerate(clauses(printed))]


def _clause(partner: OpenPartner, language: str, key: str) -> SaidClause | None:
    """The stretch of their words that a button names, also one that is not offered by now."""
    quote = next((quote for quote in partner.quotes if key.startswith(f"{quote.public_id}:")), None)
    printed = said(quote).printed_in(language) if quote else None
    return next((piece for piece in _clauses(quote, printed) if piece.key == key), None) if quote and printed else None


def _worded(ranking: Ranking, partner: OpenPartner, language: str) -> list[OtherOffer]:
    offers = []
    for ranked in ranking.offers:
        text = worded(ranked.offer, partner.sector_id, language)
        if text.headline and text.text:
            offers.append(OtherOffer(text, ranked.offer.name, ranked.because, ranked.however, ranked.match.fits))
    return offers


def _questions() -> tuple[str, ...]:
    """Three questions from the bank that bring the most to write with: one on their days, their people, a wish."""
    first: dict[str, str] = {}
    for question in list_questions():
        first.setdefault(question.group, localized(question, "text"))
    return tuple(first[group] for group in ("A", "B", "D") if group in first)


def apply_act(act: str, content: PitchContent, context: EditorContext, partner: OpenPartner, language: str,
              ) -> PitchContent:
    """The page after one of the editor's buttons: "title:0", "lead:1", "said_title:<quote>:<clause>",
    "said_lead:<quote>:<clause>", "up:1", "down:1", "remove:1", "swap:1:<offer>", "add:<offer>".

    Slots count from 1. An unknown act changes nothing; an offer that is gone raises DomainError.
    """
    kind, _colon, rest = act.partition(":")
    if kind in ("title", "lead"):
        proposals = {proposal.act: proposal.text for proposal in (*context.titles, *context.leads)}
        return _with(content, kind, proposals[act]) if act in proposals else content
    if kind in ("said_title", "said_lead"):
        clause = _clause(partner, language, rest)
        if clause is None:
            return content
        if kind == "said_title":
            return _with(content, "title", clause.title)
        return _with(content, "lead", quoting(content.lead, clause.text, language))
    if kind == "add":
        if len(content.offers) >= MOST_OFFERS:
            raise DomainError("", _("Der kan højst stå %(most)s tilbud på en side. Fjern et først.", most=MOST_OFFERS))
        return added(content, _offer(context, rest, ""))
    return _at_slot(kind, rest, content, context)


def _at_slot(kind: str, rest: str, content: PitchContent, context: EditorContext) -> PitchContent:
    number, _colon, offer = rest.partition(":")
    at = _slot(number, content)
    if at is None:
        return content
    if kind in ("up", "down"):
        return moved(content, at, -1 if kind == "up" else 1)
    if kind == "remove":
        return without(content, at)
    if kind == "swap":
        return swapped(content, at, _offer(context, offer, f"offer_{at + 1}_headline"))
    return content


def _slot(number: str, content: PitchContent) -> int | None:
    """The place (from 0) of a slot that the page has."""
    known = number.isascii() and number.isdigit() and len(number) < 3
    return int(number) - 1 if known and 1 <= int(number) <= len(content.offers) else None


def _offer(context: EditorContext, public_id: str, field: str) -> OfferText:
    """The offer as this page words it. Raises DomainError at `field` where it is gone."""
    text = next((other.text for other in context.others if other.text.offer == public_id), None)
    if text is None:
        raise DomainError(field, _("Det tilbud findes ikke mere. Vælg et andet."))
    return text


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
    return {"remove": "offers", "find": "words"}.get(kind, "")


@dataclass(frozen=True)
class Conflict:
    """Somebody saved meanwhile: who ('' for the reader in another window), which revision, and (label, their words)
    of what they say differently."""

    by: str
    revision: int
    theirs: tuple[tuple[str, str], ...]


def conflict_of(pitch: Pitch, mine: PitchContent, viewer: User) -> Conflict:
    """Who saved since, and what they say where it is not what I say."""
    latest = next(iter(list_for_subject("pitch", pitch.public_id, limit=1)), None)
    theirs = tuple((_label(name), old or _("(tomt)")) for name, old, _mine in differences(content_of(pitch), mine))
    by = "" if latest and latest.actor_id == viewer.id else latest.actor_name if latest else _("En kollega")
    return Conflict(by, pitch.revision, theirs)


def _label(name: str) -> str:
    return {"dated": _("Dato"), "qr": _("QR-koden ved kontakten")}.get(name, field_label(name))
