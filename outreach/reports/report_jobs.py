"""Making the two papers for somebody: what they are made from, and the job that makes the long one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.i18n import current_language
from outreach.core.pdf.fit import Paper
from outreach.core.permissions import Act
from outreach.jobs.context import JobContext
from outreach.jobs.kinds import job_kind
from outreach.jobs.models import Job
from outreach.jobs.service import start_job
from outreach.library.queries import find_profile
from outreach.reports.document import make_board, make_report
from outreach.reports.periods import Period, parse_period
from outreach.reports.queries.overview import overview
from outreach.reports.queries.quotations import Words, count_learnt, list_learnt, list_observations
from outreach.reports.queries.targets import standings
from outreach.reports.scope import Scope
from outreach.reports.sheet import BoardSheet, ReportSheet, Told
from outreach.reports.sheet_builder import board_sheet, report_sheet, told_of
from outreach.users.models import User

_NOTHING = Told("", "")


@dataclass(frozen=True)
class ChosenWords:
    """Words for the board's page: which, and how they are put there; the whole text where `text` is empty."""

    words: Words | None = None
    text: str = ""

    @property
    def told(self) -> Told:
        """As the page shows it."""
        if self.words is None:
            return _NOTHING
        whole = told_of(self.words)
        return replace(whole, text=self.text, language=current_language()) if self.text else whole


def board_of(period: Period, viewer: User, observation: ChosenWords, learnt: ChosenWords) -> BoardSheet:
    """What stands on the board's page, in the language that is spoken."""
    return board_sheet(overview(Scope(period, leaves=True), viewer), library_name=_library_name(),
                       observation=observation.told, learnt=learnt.told,
                       goals=standings(viewer, clock.today(), period, leaves=True), today=clock.today())


def report_of(period: Period, viewer: User) -> ReportSheet:
    """What stands in the full report, in the language that is spoken."""
    return report_sheet(overview(Scope(period, leaves=True), viewer), library_name=_library_name(),
                        observations=list_observations(period), learnt=list_learnt(period),
                        learnt_in_all=count_learnt(period),
                        goals=standings(viewer, clock.today(), period, leaves=True), today=clock.today())


def _library_name() -> str:
    profile = find_profile()
    return profile.name if profile else ""


def make_board_page(*, by: User, sheet: BoardSheet, period: Period) -> Paper:
    """The board's page as PDF, and a note that it was taken out. Raises DoesNotFit."""
    paper = make_board(sheet)
    record(by=by, act="report.make", subject_type="report", subject_id=period.code, changes=(),
           values={"kind": "board", "language": sheet.language})
    return paper


def start_report(*, by: User, period: Period, language: str) -> Job:
    """Put the full report in line: it takes longer than an answer may."""
    name = "rapport" if language == "da" else "report"
    return start_job(by=by, kind="report", arguments={"period": period.code}, language=language,
                     file_name=f"{name}-{period.in_a_name(language)}.pdf")


@job_kind("report", label=_l("Rapporten på papir"), act=Act.READ_REPORTS, media_type="application/pdf")
def _make_report(job: JobContext) -> None:
    job.progress(0, 3)
    sheet = report_of(parse_period(job.arguments["period"]), job.by)
    job.progress(1, 3)
    pdf = make_report(sheet, job.check)
    job.progress(2, 3)
    job.write(pdf)
