"""Reading the log."""

from outreach.visit_log.queries.pages import PAGE_SIZE, Page, Totals, in_order, page, totals

__all__ = ["PAGE_SIZE", "Page", "Totals", "in_order", "page", "totals"]
