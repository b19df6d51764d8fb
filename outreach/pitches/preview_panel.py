"""What stands beside the editor: the page's picture, whether it fits, how it reads, what was handed over before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from outreach.core.pdf import Blocked, Busy, CannotPrint, PaperLimitError, Superseded
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.issued_documents.queries import list_versions
from outreach.issued_documents.values import fingerprint, sheet_values
from outreach.library.models import LibraryProfile
from outreach.partners.protection import OpenPartner
from outreach.pitches.document import TEMPLATE_VERSION
from outreach.pitches.labels import density_text
from outreach.pitches.models import Pitch
from outreach.pitches.print_problems import PrintProblem, overflow_problem, unprintable_problem
from outreach.pitches.readability import Check, check_of, other_lead, title_repeats_quote
from outreach.pitches.render_cache import render_page
from outreach.pitches.service import content_of, sheet_of
from outreach.users.models import User


@dataclass(frozen=True)
class PreviewPanel:
    """What stands beside the editor. `has_picture` is False only where nothing can be printed at all.

    `title_repeats_quote`: the title stands in the lead's quote too; `other_lead` is then the act that takes a lead
    without it, where there is one.
    """

    revision: int
    fits: bool
    has_picture: bool
    is_measured: bool
    density: str
    problems: tuple[PrintProblem, ...]
    check: Check
    title_repeats_quote: bool
    other_lead: str
    versions: tuple[IssuedDocument, ...]
    is_issued: bool


def preview_panel(pitch: Pitch, partner: OpenPartner, profile: LibraryProfile, viewer: User, *,
                  measured: bool = True) -> PreviewPanel:
    """Render the page and read it. Without `measured`, a page that is too long may come without what to shorten."""
    content, sheet = content_of(pitch), sheet_of(pitch, profile, partner)
    versions = tuple(list_versions(PaperKind.PITCH, pitch.public_id))
    mark = fingerprint(sheet_values(sheet), TEMPLATE_VERSION)
    shown: dict[str, Any] = {"fits": False, "has_picture": True, "is_measured": True, "density": "", "problems": ()}
    try:
        page = render_page(sheet, supersede_key=("beside", pitch.public_id, viewer.id), measured=measured)
        shown |= {"fits": page.fits, "is_measured": page.measured,
                  "density": density_text(page.density) if page.fits else "",
                  "problems": tuple(overflow_problem(cut, content) for cut in page.cuts)}
    except (CannotPrint, Blocked) as error:
        shown |= {"has_picture": False, "problems": (unprintable_problem(error, content),)}
    except PaperLimitError as error:
        shown |= {"has_picture": False, "problems": (PrintProblem("", error.message),)}
    except (Superseded, Busy):
        shown |= {"density": _("Siden er ved at blive tegnet. Tryk på »Gem og vis« om et øjeblik.")}
    twice = title_repeats_quote(content.title, content.lead)
    other = other_lead(content, [option["text"] for option in pitch.options.get("leads", ())]) if twice else None
    return PreviewPanel(revision=pitch.revision, check=check_of(content, partner, pitch.language),
                        title_repeats_quote=twice, other_lead=f"lead:{other}" if other is not None else "",
                        versions=versions, is_issued=bool(versions) and versions[0].values_sha256 == mark, **shown)
