"""The rendered page as the editor's views show it: the verdict, the picture, the proof before the download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import gettext as _

from outreach.audit.queries import list_for_subject
from outreach.core.errors import DomainError, error_page
from outreach.core.pdf import Blocked, Busy, CannotPrint, Superseded
from outreach.issued_documents.models import FrozenPaper, PaperKind
from outreach.issued_documents.queries import list_versions
from outreach.issued_documents.values import fingerprint, sheet_values
from outreach.library.models import LibraryProfile
from outreach.partners.protection import OpenPartner
from outreach.pitches.content import PitchContent, differences, field_for
from outreach.pitches.document import TEMPLATE_VERSION
from outreach.pitches.labels import cut_text, density_text, field_label, missing_text
from outreach.pitches.models import Pitch
from outreach.pitches.readability import Check, check_of, other_lead, says_twice
from outreach.pitches.render_cache import see, see_picture
from outreach.pitches.service import content_of, sheet_of
from outreach.pitches.sheet import PitchSheet
from outreach.users.models import User

# Sharp on a screen of twice the usual density at the width it is shown; `large` is for reading it closely.
_WIDTH, _LARGE_WIDTH = 1040, 1600


@dataclass(frozen=True)
class Trouble:
    """Why the page cannot be handed over: a sentence, and the field it is about ('' where the editor has none)."""

    field: str
    text: str


@dataclass(frozen=True)
class Beside:
    """What stands beside the editor. `has_picture` is False only where nothing can be printed at all. `says_twice`: the
    title stands in the lead's quote too; `other_lead` is then the act that takes a lead without it, where there is one.
    """

    revision: int
    fits: bool
    has_picture: bool
    is_measured: bool
    density: str
    troubles: tuple[Trouble, ...]
    check: Check
    says_twice: bool
    other_lead: str
    versions: tuple[FrozenPaper, ...]
    is_frozen: bool


@dataclass(frozen=True)
class Conflict:
    """Somebody saved meanwhile: who ('' for the reader in another window), which revision, and (label, their words)
    of what they say differently."""

    by: str
    revision: int
    theirs: tuple[tuple[str, str], ...]


def beside_of(pitch: Pitch, partner: OpenPartner, profile: LibraryProfile, viewer: User, *,
              measured: bool = True) -> Beside:
    """Render the page and read it. Without `measured`, a page that is too long may come without what to shorten."""
    content, sheet = content_of(pitch), sheet_of(pitch, profile, partner)
    versions = tuple(list_versions(PaperKind.PITCH, pitch.public_id))
    mark = fingerprint(sheet_values(sheet), TEMPLATE_VERSION)
    shown: dict[str, Any] = {"fits": False, "has_picture": True, "is_measured": True, "density": "", "troubles": ()}
    try:
        seen = see(sheet, whose=("beside", pitch.public_id, viewer.id), measured=measured)
        shown |= {"fits": seen.fits, "is_measured": seen.measured,
                  "density": density_text(seen.density) if seen.fits else "",
                  "troubles": tuple(_cut_trouble(cut.field, cut.characters, content) for cut in seen.cuts)}
    except (CannotPrint, Blocked) as error:
        shown |= {"has_picture": False, "troubles": (_trouble(error, content),)}
    except (Superseded, Busy):
        shown |= {"density": _("Siden er ved at blive tegnet. Tryk på »Gem og vis« om et øjeblik.")}
    twice = says_twice(content.title, content.lead)
    other = other_lead(content, [each["text"] for each in pitch.options.get("leads", ())]) if twice else None
    return Beside(revision=pitch.revision, check=check_of(content, partner, pitch.language), says_twice=twice,
                  other_lead=f"lead:{other}" if other is not None else "", versions=versions,
                  is_frozen=bool(versions) and versions[0].values_sha256 == mark, **shown)


def _cut_trouble(path: str, characters: int, content: PitchContent) -> Trouble:
    field = field_for(path, content)
    return Trouble(field, cut_text(field, characters))


def _trouble(error: CannotPrint | Blocked, content: PitchContent) -> Trouble:
    if isinstance(error, Blocked):
        return Trouble("", _("Bibliotekets logo kan ikke læses. Læg det ind igen under Biblioteket."))
    field = field_for(error.field, content)
    return Trouble(field, f"{field_label(field)}: {missing_text(error.characters)}")


def proved_page(sheet: PitchSheet, content: PitchContent) -> bytes:
    """The PDF of exactly one page. Raises an ExceptionGroup of DomainErrors, one for each field to shorten."""
    try:
        seen = see(sheet)
    except (CannotPrint, Blocked) as error:
        trouble = _trouble(error, content)
        raise DomainError(trouble.field, trouble.text) from error
    if seen.fits:
        return seen.pdf
    troubles = [_cut_trouble(cut.field, cut.characters, content) for cut in seen.cuts]
    raise ExceptionGroup("more than one page", [
        DomainError(each.field, _("Teksten fylder mere end én side. %(cut)s", cut=each.text)) for each in troubles])


def show_picture(pitch: Pitch, partner: OpenPartner, profile: LibraryProfile, viewer: User, *,
                 large: bool) -> Response:
    """The page as a PNG answer; 409 where a newer one was asked for meanwhile, 503 where too many wait."""
    try:
        image = see_picture(sheet_of(pitch, profile, partner), _LARGE_WIDTH if large else _WIDTH,
                            whose=("picture", pitch.public_id, viewer.id))
    except Superseded:
        return Response(status=409)
    except Busy:
        return Response(status=503, headers={"Retry-After": "2"})
    except (CannotPrint, Blocked):
        return error_page(422)
    return Response(image, content_type="image/png")


def conflict_of(pitch: Pitch, mine: PitchContent, viewer: User) -> Conflict:
    """Who saved since, and what they say where it is not what I say."""
    latest = next(iter(list_for_subject("pitch", pitch.public_id, limit=1)), None)
    theirs = tuple((_label(name), old or _("(tomt)")) for name, old, _mine in differences(content_of(pitch), mine))
    by = "" if latest and latest.actor_id == viewer.id else latest.actor_name if latest else _("En kollega")
    return Conflict(by, pitch.revision, theirs)


def _label(name: str) -> str:
    return {"dated": _("Dato"), "qr": _("QR-koden ved kontakten")}.get(name, field_label(name))
