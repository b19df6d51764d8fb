"""The papers of a meeting as PDF: what is handed over is issued and kept, our own is rendered anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, groupby
from typing import Any

from flask_babel import gettext as _

from outreach.core.errors import ChangedMeanwhile
from outreach.core.pdf.bundle import bundle
from outreach.core.pdf.fit import Design, Paper, fits_compact
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.issued_documents.service import issue_document
from outreach.issued_documents.values import sheet_values
from outreach.library.models import LibraryProfile
from outreach.meetings.queries import OpenMeeting
from outreach.meetings.sheet import AgendaLine, AgendaSheet, PreparationSheet, QuestionLine
from outreach.meetings.sheet_builder import EXCERPTS, agenda_sheet, closing_sheet, preparation_sheet
from outreach.pitches import document as pitch_document
from outreach.pitches.service import content_of, find_unfinished, sheet_of
from outreach.users.models import User

# Raise it when a page changes so that the same sheet looks different; frozen papers keep the number they had.
TEMPLATE_VERSION = 2


def closing_questions() -> tuple[str, ...]:
    """The fixed questions every meeting ends with, in the current language."""
    return (
        _("Hvad har vi besluttet?"),
        _("Hvem følger op på hvad, og hvornår?"),
        _("Er der givet endeligt tilsagn, og til hvad?"),
        _("Hvem har forpligtet sig til noget, I og vi?"),
        _("Hvornår taler vi sammen igen?"),
    )


def question_groups() -> dict[str, str]:
    """The groups of questions with their names, in the current language; '' are our own."""
    return {
        "A": _("Deres hverdag"),
        "B": _("Dem, de er der for"),
        "C": _("Biblioteket set udefra"),
        "D": _("Hvad kunne vi sammen"),
        "E": _("Vilkår og tryghed"),
        "": _("Vores egne"),
    }


def _starts(start: time, items: tuple[AgendaLine, ...]) -> list[time]:
    """When each item begins, as time of day (wrapping at midnight)."""
    first = datetime.combine(date(2000, 1, 1), start)
    passed = accumulate((item.minutes for item in items), initial=0)
    return [(first + timedelta(minutes=minutes)).time() for minutes in list(passed)[: len(items)]]


def shares(minutes: tuple[int, ...], whole: int = 100) -> list[int]:
    """Minutes as whole parts of `whole` that add up to it (largest remainder); all 0 where there are no minutes."""
    total = sum(minutes)
    if total == 0:
        return [0] * len(minutes)
    parts = [whole * part_minutes // total for part_minutes in minutes]
    by_remainder = sorted(range(len(minutes)), key=lambda at: (-(whole * minutes[at] % total), at))
    for at in by_remainder[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def _agenda_extras(sheet: AgendaSheet) -> dict[str, Any]:
    minutes = {whose: sum(i.minutes for i in sheet.items if i.whose == whose) for whose in ("theirs", "shared", "ours")}
    rows = zip(sheet.items, _starts(sheet.start, sheet.items), strict=True)
    bar = zip(sheet.items, shares(tuple(item.minutes for item in sheet.items)), strict=True)
    return {
        "rows": list(rows),
        "bar": [(item.whose, width) for item, width in bar if width],
        "minutes": minutes,
        "whose_names": {"theirs": _("I"), "ours": _("Vi"), "shared": _("Sammen")},
        "closing_questions": closing_questions(),
    }


def _logo(sheet: AgendaSheet) -> dict[str, bytes]:
    return {"logo": sheet.logo} if sheet.logo else {}


def _preparation_extras(sheet: PreparationSheet) -> dict[str, Any]:
    names = question_groups()

    def group(question: QuestionLine) -> str:
        return question.group if question.group in names else ""

    order = list(names)
    chosen = sorted(sheet.questions, key=lambda question: order.index(group(question)))
    return {"groups": [(key, names[key], list(some)) for key, some in groupby(chosen, key=group)]}


_NAMES = ("library_name", "partner_names")
AGENDA = Design("pdf/agenda.html", _NAMES, roomy=1100, medium=1700, extras=_agenda_extras, pictures=_logo)
PREPARATION = Design("pdf/preparation.html", _NAMES, roomy=1500, medium=2300, extras=_preparation_extras)
CLOSING = Design("pdf/closing.html", _NAMES, roomy=900, medium=1500)


FOR_THEM = (PaperKind.PITCH, PaperKind.AGENDA)
FOR_US = (PaperKind.PREPARATION, PaperKind.CLOSING)


@dataclass(frozen=True)
class PaperPart:
    """A paper to render: its kind, sheet, design and template version."""

    kind: PaperKind
    sheet: Any
    design: Design
    template_version: int


def part_of(kind: PaperKind, view: OpenMeeting, library: LibraryProfile) -> PaperPart | None:
    """A paper of the kit ready to render; None for a pitch that nobody has written for one of these partners."""
    if kind == PaperKind.PITCH:
        pitch = view.meeting.pitch
        partner = next((other for other in view.partners if pitch is not None and other.id == pitch.partner_id), None)
        if pitch is None or partner is None:
            return None
        sheet = sheet_of(pitch, library, partner)
        return PaperPart(kind, sheet, pitch_document.DESIGN, pitch_document.TEMPLATE_VERSION)
    if kind == PaperKind.PREPARATION:
        return PaperPart(kind, _preparation(view, library), PREPARATION, TEMPLATE_VERSION)
    sheets: dict[PaperKind, tuple[Any, Design]] = {
        PaperKind.AGENDA: (agenda_sheet, AGENDA),
        PaperKind.CLOSING: (closing_sheet, CLOSING),
    }
    make, design = sheets[kind]
    return PaperPart(kind, make(view, library), design, TEMPLATE_VERSION)


def _preparation(view: OpenMeeting, library: LibraryProfile) -> PreparationSheet:
    """Our preparation sheet with as much of the profile as one page holds."""
    sheet = preparation_sheet(view, library)
    for take in EXCERPTS[1:]:
        if fits_compact(sheet, PREPARATION):
            break
        sheet = preparation_sheet(view, library, take)
    return sheet


def parts_of(kinds: tuple[PaperKind, ...], view: OpenMeeting, library: LibraryProfile) -> list[PaperPart]:
    """The papers of these kinds that exist, in their order."""
    return [part for kind in kinds if (part := part_of(kind, view, library)) is not None]


def why_pitch_waits(view: OpenMeeting) -> str:
    """What the meeting's pitch still lacks before it can be handed over, as a sentence; '' where it lacks nothing or
    there is none."""
    pitch = view.meeting.pitch
    error = find_unfinished(content_of(pitch)) if pitch is not None else None
    return error.message if error else ""


def _for_them(view: OpenMeeting, library: LibraryProfile) -> list[PaperPart]:
    """The papers to hand over now; an unfinished pitch is left out."""
    kinds = tuple(kind for kind in FOR_THEM if kind != PaperKind.PITCH or not why_pitch_waits(view))
    return parts_of(kinds, view, library)


@dataclass(frozen=True)
class RenderedParts:
    """The papers to hand over, each as its own file, and all of them in one."""

    parts: list[PaperPart]
    papers: tuple[Paper, ...]
    whole: bytes


def render_for_partner(view: OpenMeeting, library: LibraryProfile) -> RenderedParts:
    """Render the papers to hand over. DoesNotFit where one is too long for its page."""
    parts = _for_them(view, library)
    whole, papers = bundle([(part.sheet, part.design) for part in parts])
    return RenderedParts(parts, papers, whole)


def issue_for_partner(*, by: User | None, view: OpenMeeting, library: LibraryProfile,
                      rendered: RenderedParts) -> IssuedDocument:
    """Issue the papers to hand over, each by itself and all in one file; returns that file.

    Issuing the same again makes nothing new. ChangedMeanwhile where `rendered` is not what the papers say by now.
    """
    meeting, pitch = view.meeting, view.meeting.pitch
    parts, papers, whole = _for_them(view, library), rendered.papers, rendered.whole
    if parts != rendered.parts:
        raise ChangedMeanwhile
    everybody = [partner.id for partner in view.partners]
    contacts = [participant.contact_id for participant in meeting.participants if participant.contact_id is not None]
    for part, paper in zip(parts, papers, strict=True):
        is_pitch = part.kind == PaperKind.PITCH and pitch is not None
        issue_document(kind=part.kind, source=pitch.public_id if is_pitch and pitch else meeting.public_id,
                       sheet_values=sheet_values(part.sheet), language=part.sheet.language,
                       template_version=part.template_version, pdf=paper.pdf,
                       partner_ids=[pitch.partner_id] if is_pitch and pitch else everybody,
                       contact_ids=[] if is_pitch else contacts, by=by)
    return issue_document(kind=PaperKind.FOR_THEM, source=meeting.public_id,
                          sheet_values={part.kind.value: sheet_values(part.sheet) for part in parts},
                          language=meeting.language, pdf=whole, partner_ids=everybody,
                          template_version=sum(part.template_version for part in parts), contact_ids=contacts, by=by)


def for_us(*, view: OpenMeeting, library: LibraryProfile) -> bytes:
    """Our own two papers in one PDF, not kept."""
    return bundle([(part.sheet, part.design) for part in parts_of(FOR_US, view, library)])[0]
