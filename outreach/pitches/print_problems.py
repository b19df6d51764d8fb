"""Why a page cannot be handed over, by editor field; and the PDF of a page that can."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from outreach.core.errors import DomainError
from outreach.core.pdf import Blocked, CannotPrint, Overflow
from outreach.pitches.content import PitchContent, field_for
from outreach.pitches.labels import cut_text, field_label, missing_text
from outreach.pitches.render_cache import render_page
from outreach.pitches.sheet import PitchSheet


@dataclass(frozen=True)
class PrintProblem:
    """Why the page cannot be handed over: a sentence, and the field it is about ('' where the editor has none)."""

    field: str
    text: str


def overflow_problem(cut: Overflow, content: PitchContent) -> PrintProblem:
    """The field to shorten, and by how much."""
    field = field_for(cut.field, content)
    return PrintProblem(field, cut_text(field, cut.characters))


def unprintable_problem(error: CannotPrint | Blocked, content: PitchContent) -> PrintProblem:
    """The field with characters no font has; no field where the library's logo is no picture."""
    if isinstance(error, Blocked):
        return PrintProblem("", _("Bibliotekets logo kan ikke læses. Læg det ind igen under Biblioteket."))
    field = field_for(error.field, content)
    return PrintProblem(field, f"{field_label(field)}: {missing_text(error.characters)}")


def render_one_page(sheet: PitchSheet, content: PitchContent) -> bytes:
    """The PDF of exactly one page. Raises an ExceptionGroup of DomainErrors, one for each field to shorten."""
    try:
        page = render_page(sheet)
    except (CannotPrint, Blocked) as error:
        problem = unprintable_problem(error, content)
        raise DomainError(problem.field, problem.text) from error
    if page.fits:
        return page.pdf
    problems = [overflow_problem(cut, content) for cut in page.cuts]
    raise ExceptionGroup("more than one page", [
        DomainError(problem.field, _("Teksten fylder mere end én side. %(cut)s", cut=problem.text))
        for problem in problems])
