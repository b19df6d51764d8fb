"""Build the sheets of a meeting's papers from meeting, partners, pitch and library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from outreach.commitments.queries import list_open_at_table, list_steps_at_table
from outreach.core.i18n import in_language, localized
from outreach.library.contacts import contact_for
from outreach.library.models import LibraryProfile
from outreach.meetings import advice, labels
from outreach.meetings.models import Meeting, Participant
from outreach.meetings.queries import OpenMeeting
from outreach.meetings.sheet import (
    AgendaLine,
    AgendaSheet,
    ClosingSheet,
    CommitmentLine,
    Person,
    PreparationSheet,
    QuestionLine,
    RoleLine,
    SaidLine,
    StepLine,
)
from outreach.partners.protection import OpenPartner


@dataclass(frozen=True)
class Excerpt:
    """How much of a profile the preparation sheet shows: items of each sort, and characters of each text."""

    quotes: int
    guesses: int
    advice: int
    characters: int


#: From the whole picture to the bare bones; the page takes the first that fits.
EXCERPTS = (Excerpt(4, 2, 3, 320), Excerpt(3, 2, 3, 200), Excerpt(2, 1, 2, 120), Excerpt(1, 0, 2, 60))


def _head(view: OpenMeeting, library: LibraryProfile) -> dict[str, Any]:
    """The values that every paper of a meeting has."""
    meeting = view.meeting
    return {"language": meeting.language, "library_name": library.name, "partner_names": _names(view),
            "title": _title(meeting), "on": meeting.held_on, "start": meeting.starts_at, "place": meeting.place}


def agenda_sheet(view: OpenMeeting, library: LibraryProfile) -> AgendaSheet:
    """The agenda, for both sides: without stage, guesses and our purpose."""
    meeting = view.meeting
    with in_language(meeting.language):
        return AgendaSheet(
            **_head(view, library), end=meeting.ends_at, theirs=_people(view, ours=False),
            ours=_people(view, ours=True), wish=meeting.invitation,
            items=tuple(AgendaLine(item.title, "", item.minutes, item.whose.value) for item in meeting.items),
            open_commitments=_open_commitments(view), contact_line=_contact_line(view, library),
            logo=library.logo.content if library.logo else None)


def preparation_sheet(view: OpenMeeting, library: LibraryProfile, take: Excerpt = EXCERPTS[0]) -> PreparationSheet:
    """Our own sheet: who they are, what they said, what to ask, what to avoid, our goal."""
    meeting, lead = view.meeting, view.lead
    with in_language(meeting.language):
        fitting = advice.fitting_advice(_facts(view), meeting.language)
        return PreparationSheet(
            **_head(view, library), end=meeting.ends_at, stand=meeting.stand, want=meeting.purpose,
            who_they_are=_who(view),
            there_for=_there_for(view), everyday=_short(lead.everyday, take.characters),
            matters=_short(lead.matters, take.characters),
            said=_said(view.partners, meeting.language, take), guesses=tuple(
                _short(guess.text, take.characters)
                for partner in view.partners for guess in partner.guesses)[:take.guesses],
            questions=tuple(QuestionLine(asked.group or "", asked.text) for asked in meeting.questions),  # type: ignore[arg-type]
            avoid_words=tuple(word.word for partner in view.partners for word in partner.avoid_words),
            dos=fitting.dos[:take.advice], donts=fitting.donts[:take.advice], roles=_roles(meeting), kit=_bag(meeting),
            open_commitments=_open_commitments(view), steps=_steps(view))


def closing_sheet(view: OpenMeeting, library: LibraryProfile) -> ClosingSheet:
    """The blank form for the last ten minutes."""
    meeting = view.meeting
    with in_language(meeting.language):
        return ClosingSheet(
            **_head(view, library), people=tuple(person.name for person in meeting.participants),
            open_commitments=_open_commitments(view))


#: As many promises as a page has room for beside everything else; the nearest days first.
_MOST_PROMISES = 6


def _open_commitments(view: OpenMeeting) -> tuple[CommitmentLine, ...]:
    """Open promises between these partners and us, those given at this meeting left out."""
    names = {partner.id: partner.display_name for partner in view.partners} if len(view.partners) > 1 else {}
    others = [commitment for commitment in list_open_at_table(view.partners)
              if commitment.origin_id != view.meeting.public_id]
    return tuple(CommitmentLine("ours" if commitment.is_ours else "theirs",
                                commitment.who or ("" if commitment.is_ours else names.get(commitment.partner_id, "")),
                                commitment.what, commitment.due_on) for commitment in others[:_MOST_PROMISES])


def _steps(view: OpenMeeting) -> tuple[StepLine, ...]:
    """Steps we agreed to try whose outcome is not recorded yet."""
    steps = [step for step in list_steps_at_table(view.partners) if step.origin_id != view.meeting.public_id]
    return tuple(StepLine(step.action, step.expected) for step in steps[:2])


def _names(view: OpenMeeting) -> tuple[str, ...]:
    return tuple(partner.display_name for partner in view.partners)


def _title(meeting: Meeting) -> str:
    return meeting.title or str(labels.KINDS[meeting.kind])


def _people(view: OpenMeeting, *, ours: bool) -> tuple[Person, ...]:
    """The participants of one side. The organisation is given only where several partners meet."""
    roles = {contact.id: contact.role for partner in view.partners for contact in partner.contacts}
    partners = {partner.id: partner.display_name for partner in view.partners} if len(view.partners) > 1 else {}

    def person(participant: Participant) -> Person:
        role = "" if ours else roles.get(participant.contact_id or 0, "")
        return Person(participant.name, role if role != participant.name else "",
                      partners.get(participant.partner_id or 0, ""))

    return tuple(person(participant) for participant in view.meeting.participants if participant.is_ours is ours)


def _contact_line(view: OpenMeeting, library: LibraryProfile) -> str:
    contact = contact_for(view.meeting.owner, library)
    if not contact.phone:
        return ""
    return _("Kommer noget i vejen, så ring til %(name)s på %(phone)s.", name=contact.name, phone=contact.phone)


def _who(view: OpenMeeting) -> str:
    """Kind, sector and district, a line per partner."""
    lines = []
    for partner in view.partners:
        parts = [localized(term, "label") for term in (partner.kind, partner.sector, partner.district) if term]
        line = " · ".join(dict.fromkeys(parts))
        lines.append(f"{partner.display_name}: {line}" if len(view.partners) > 1 and line else line)
    return "\n".join(line for line in lines if line)


def _there_for(view: OpenMeeting) -> tuple[str, ...]:
    labels_ = (localized(link.target_group, "label") for partner in view.partners for link in partner.target_groups)
    return tuple(dict.fromkeys(labels_))


def _said(partners: Sequence[OpenPartner], language: str, take: Excerpt) -> tuple[SaidLine, ...]:
    """The newest quotes of each partner by turns, so that one of them does not fill the page. A translation is given
    only of a quote in another language than the page's."""
    turns = max((len(partner.quotes) for partner in partners), default=0)
    quotes = [partner.quotes[turn] for turn in range(turns) for partner in partners if turn < len(partner.quotes)]
    return tuple(SaidLine(_short(quote.text, take.characters), quote.source, quote.said_on, quote.language,
                          _short(quote.translation, take.characters) if quote.language != language else "")
                 for quote in quotes[:take.quotes])


def _short(text: str, most: int) -> str:
    """A text cut at a word with an ellipsis, for our own sheet. Nothing for the partner is cut."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + " …"


def _roles(meeting: Meeting) -> tuple[RoleLine, ...]:
    """Who of us does what: as agreed, else as suggested for those who are there."""
    ours = [participant for participant in meeting.participants if participant.is_ours]
    if any(person.task for person in ours):
        return tuple(RoleLine(person.name, ", ".join(str(labels.TASKS[task]) for task in person.task.split()))
                     for person in ours if person.task)
    suggested = advice.suggest_roles([person.name for person in ours], meeting.language)
    by_who: dict[str, list[str]] = {}
    for line in suggested:
        by_who.setdefault(line.who, []).append(str(labels.TASKS[line.key]))
    return tuple(RoleLine(who, ", ".join(tasks)) for who, tasks in by_who.items() if who)


def _bag(meeting: Meeting) -> tuple[str, ...]:
    """What to bring."""
    copies = max(2, len(meeting.participants))
    bag = [_("%(count)s dagsordener", count=copies)]
    if meeting.pitch_id is not None:
        bag.insert(0, _("%(count)s partnerark", count=copies))
    return (*bag, _("opsamlingsark og en kuglepen"))


def _facts(view: OpenMeeting) -> frozenset[str]:
    """The facts that advice depends on: the kind of meeting, the people, whether a partner is protected."""
    groups = (link.target_group for partner in view.partners for link in partner.target_groups)
    facts = {view.meeting.kind.value, *advice.people_facts(group.label_da for group in groups)}
    if any(partner.is_protected for partner in view.partners):
        facts.add("protected")
    if len(view.partners) > 1:
        facts.add("several")
    return frozenset(facts)
