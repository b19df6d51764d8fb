"""The packing list as a page: sheet -> one A4 page of PDF/UA-1."""

from __future__ import annotations

from outreach.core.pdf.fit import Design, Paper, fit_page
from outreach.visits.sheet import PackingSheet

PACKING = Design("pdf/packing.html", ("library_name", "partner_names"), roomy=900, medium=1500)


def make_packing(sheet: PackingSheet) -> Paper:
    """The packing list on one page. Raises DoesNotFit or CannotPrint."""
    return fit_page(sheet, PACKING)
