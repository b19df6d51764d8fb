"""Making the two papers: the board's page at once, the full report as a background job."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.i18n import current_language
from outreach.core.permissions import Act
from outreach.jobs.context import JobContext
from outreach.jobs.kinds import job_kind
from outreach.jobs.models import Job
from outreach.jobs.service import start_job
from outreach.library.queries import find_profile
from outreach.reports.document import make_report
from outreach.reports.periods import Period, parse_period
from outreach.reports.queries.overview import overview
from outreach.reports.queries.quotations import Quotation, count_learnt, list_learnt, list_observations
from outreach.reports.queries.targets import list_progress
from outreach.reports.scope import Scope
from outreach.reports.sheet import BoardSheet, PrintedQuotation, ReportSheet
from outreach.reports.sheet_builder import board_sheet, printed_quotation, report_sheet
from outreach.users.models import User

_NOTHING = PrintedQuotation("", "")


@dataclass(frozen=True)
class QuotationChoice:
    """A quotation for the board's page, perhaps shortened: `text` where it is not empty, else the whole text."""

    quotation: Quotation | None = None
    text: str = ""

    @property
    def printed(self) -> PrintedQuotation:
        """The quotation as the page shows it."""
        if self.quotation is None:
            return _NOTHING
        whole = printed_quotation(self.quotation)
        return replace(whole, text=self.text, language=current_language()) if self.text else whole


def board_of(period: Period, viewer: User, observation: QuotationChoice, learnt: QuotationChoice) -> BoardSheet:
    """The sheet of the board's page, in the current language."""
    return board_sheet(overview(Scope(period, for_export=True), viewer), library_name=_library_name(),
                       observation=observation.printed, learnt=learnt.printed,
                       goals=list_progress(viewer, clock.today(), period, for_export=True), today=clock.today())


def report_of(period: Period, viewer: User) -> ReportSheet:
    """The sheet of the full report, in the current language."""
    return report_sheet(overview(Scope(period, for_export=True), viewer), library_name=_library_name(),
                        observations=list_observations(period), learnt=list_learnt(period),
                        learnt_in_all=count_learnt(period),
                        goals=list_progress(viewer, clock.today(), period, for_export=True), today=clock.today())


def _library_name() -> str:
    profile = find_profile()
    return profile.name if profile else ""


def record_board_page(*, by: User, language: str, period: Period) -> None:
    """Record in the audit that the board's page was downloaded."""
    record(by=by, act="report.make", subject_type="report", subject_id=period.code, changes=(),
           values={"kind": "board", "language": language})


def start_report(*, by: User, period: Period, language: str) -> Job:
    """Start the background job that makes the full report."""
    name = "rapport" if language == "da" else "report"
    return start_job(by=by, kind="report", arguments={"period": period.code}, language=language,
                     file_name=f"{name}-{period.file_name_part(language)}.pdf")


@job_kind("report", label=_l("Rapporten på papir"), act=Act.READ_REPORTS, media_type="application/pdf")
def _make_report(job: JobContext) -> None:
    job.progress(0, 3)
    sheet = report_of(parse_period(job.arguments["period"]), job.by)
    job.progress(1, 3)
    pdf = make_report(sheet, job.check)
    job.progress(2, 3)
    job.write(pdf)
