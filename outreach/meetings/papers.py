"""The papers of a meeting as files: what is handed over is frozen, what is ours is made fresh each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outreach.core.pdf.bundle import bundle
from outreach.core.pdf.fit import Design, fits_compact
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.issued_documents.service import issue_document
from outreach.issued_documents.values import sheet_values
from outreach.library.models import LibraryProfile
from outreach.meetings import document, kit
from outreach.meetings.queries import OpenMeeting
from outreach.meetings.sheet import PreparationSheet
from outreach.pitches import document as pitch_document
from outreach.pitches.service import content_of, find_unfinished, sheet_of
from outreach.users.models import User

FOR_THEM = (PaperKind.PITCH, PaperKind.AGENDA)
FOR_US = (PaperKind.PREPARATION, PaperKind.CLOSING)


@dataclass(frozen=True)
class PaperPart:
    """One paper to be made: its kind, sheet, design and the version of its template."""

    kind: PaperKind
    sheet: Any
    design: Design
    template_version: int


def part_of(kind: PaperKind, view: OpenMeeting, library: LibraryProfile) -> PaperPart | None:
    """One paper of the kit ready to be set; None for a pitch that nobody has written for one of these partners."""
    if kind == PaperKind.PITCH:
        pitch = view.meeting.pitch
        partner = next((each for each in view.partners if pitch is not None and each.id == pitch.partner_id), None)
        if pitch is None or partner is None:
            return None
        sheet = sheet_of(pitch, library, partner)
        return PaperPart(kind, sheet, pitch_document.DESIGN, pitch_document.TEMPLATE_VERSION)
    if kind == PaperKind.PREPARATION:
        return PaperPart(kind, _preparation(view, library), document.PREPARATION, document.TEMPLATE_VERSION)
    sheets: dict[PaperKind, tuple[Any, Design]] = {
        PaperKind.AGENDA: (kit.agenda_sheet, document.AGENDA),
        PaperKind.CLOSING: (kit.closing_sheet, document.CLOSING),
    }
    make, design = sheets[kind]
    return PaperPart(kind, make(view, library), design, document.TEMPLATE_VERSION)


def _preparation(view: OpenMeeting, library: LibraryProfile) -> PreparationSheet:
    """Our own page with as much of the profile as one page holds. It is an excerpt anyway: the portal has the rest."""
    sheet = kit.preparation_sheet(view, library)
    for take in kit.EXCERPTS[1:]:
        if fits_compact(sheet, document.PREPARATION):
            break
        sheet = kit.preparation_sheet(view, library, take)
    return sheet


def parts_of(kinds: tuple[PaperKind, ...], view: OpenMeeting, library: LibraryProfile) -> list[PaperPart]:
    """The papers there are of these kinds, in their order."""
    return [part for kind in kinds if (part := part_of(kind, view, library)) is not None]


def why_pitch_waits(view: OpenMeeting) -> str:
    """What the meeting's pitch still lacks before a partner can be given it, as a sentence; '' where it lacks nothing
    or there is none."""
    pitch = view.meeting.pitch
    error = find_unfinished(content_of(pitch)) if pitch is not None else None
    return error.message if error else ""


def _for_them(view: OpenMeeting, library: LibraryProfile) -> list[PaperPart]:
    """What is handed over now: a pitch that is not finished stays at home."""
    kinds = tuple(kind for kind in FOR_THEM if kind != PaperKind.PITCH or not why_pitch_waits(view))
    return parts_of(kinds, view, library)


def issue_for_partner(*, by: User | None, view: OpenMeeting, library: LibraryProfile) -> IssuedDocument:
    """Keep what is handed over, each paper and both in one file, as they are now; returns the file with both.

    Handing over the same again makes nothing new. DoesNotFit where a paper is too long for its page.
    """
    meeting, pitch = view.meeting, view.meeting.pitch
    parts = _for_them(view, library)
    whole, papers = bundle([(part.sheet, part.design) for part in parts])
    everybody = [each.id for each in view.partners]
    contacts = [each.contact_id for each in meeting.participants if each.contact_id is not None]
    for part, paper in zip(parts, papers, strict=True):
        is_pitch = part.kind == PaperKind.PITCH and pitch is not None
        issue_document(kind=part.kind, source=pitch.public_id if is_pitch and pitch else meeting.public_id,
               sheet_values=sheet_values(part.sheet), language=part.sheet.language,
               template_version=part.template_version, pdf=paper.pdf,
               partner_ids=[pitch.partner_id] if is_pitch and pitch else everybody,
               contact_ids=[] if is_pitch else contacts, by=by)
    return issue_document(kind=PaperKind.FOR_THEM, source=meeting.public_id,
                  sheet_values={part.kind.value: sheet_values(part.sheet) for part in parts},
                  language=meeting.language, template_version=sum(part.template_version for part in parts), pdf=whole,
                  partner_ids=everybody, contact_ids=contacts, by=by)


def for_us(*, view: OpenMeeting, library: LibraryProfile) -> bytes:
    """Our own two papers in one file, made now and not kept."""
    return bundle([(part.sheet, part.design) for part in parts_of(FOR_US, view, library)])[0]
