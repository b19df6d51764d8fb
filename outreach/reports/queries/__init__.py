"""Every figure, read from partners' months."""

from outreach.reports.queries.months import CLOSED, Sums, sums, sums_by

__all__ = ["CLOSED", "Sums", "sums", "sums_by"]
