"""The log as a file: the kinds of files, made at once where short, by a background job where long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.audit.service import record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act
from outreach.jobs.kinds import job_kind
from outreach.partners.queries import finds_protected
from outreach.reports.periods import Period
from outreach.users.models import User
from outreach.visit_log import file_writers
from outreach.visit_log.queries import pages
from outreach.visit_log.queries.export_rows import restrict_to_export
from outreach.visit_log.query_string import ParsedQuery, parse_query, quoted

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportSink(Protocol):
    """Where a file is written to: a job, or memory."""

    by: User
    arguments: dict[str, Any]

    def write(self, content: bytes) -> None: ...

    def progress(self, done: int, total: int) -> None: ...


class MemorySink:
    """Collects a short file in memory."""

    def __init__(self, by: User, arguments: dict[str, Any]) -> None:
        self.by, self.arguments = by, arguments
        self.content = bytearray()

    def write(self, content: bytes) -> None:
        """Append to the content."""
        self.content += content

    def progress(self, done: int, total: int) -> None:
        """Ignored: the file is made within the request."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file: the job that makes it, its button's label, its name by language, and its ending."""

    job: str
    label: Any
    media_type: str
    names: dict[str, str]
    ending: str
    make: Callable[[ExportSink], None]

    def file_name(self, period: Period, language: str) -> str:
        """The file's name: nothing but the kind and the period."""
        return f"{self.names[language]}-{period.file_name_part(language)}.{self.ending}"


def count(arguments: dict[str, Any], by: User) -> int:
    """How many visits the file will hold."""
    return pages.totals(restrict_to_export(parse_query(arguments, by, for_export=True).filters), by).visits


def _words(query: ParsedQuery, by: User) -> list[str]:
    """The description of the filters for a file, without names of protected partners, typed ones included."""
    words = list(query.description)
    partner = query.report_filters.partner
    if partner is not None and partner.is_protected:
        words[words.index(partner.display_name)] = _("en beskyttet partner")
    if query.filters.q and finds_protected(by, query.filters.q):
        words[words.index(quoted(query.filters.q))] = _("et ord")
    return words


def _prepare(sink: ExportSink) -> tuple[Any, list[str], file_writers.Progress]:
    query = parse_query(sink.arguments, sink.by, for_export=True)
    if query.faults:  # left out, it would be a file of more than was asked for
        raise DomainError(*query.faults[0])
    filters = restrict_to_export(query.filters)
    total = pages.totals(filters, sink.by).visits

    def progress(done: int | None) -> None:
        sink.progress(*((0, 0) if done is None else (min(done, total), total)))

    return filters, _words(query, sink.by), progress


def visits_csv(sink: ExportSink) -> None:
    """Write the visits as CSV."""
    filters, _words, progress = _prepare(sink)
    file_writers.write_visits_csv(filters, sink.by, sink.write, progress)


def people_csv(sink: ExportSink) -> None:
    """Write people by partner and month as CSV."""
    filters, _words, progress = _prepare(sink)
    file_writers.write_people_csv(filters, sink.by, sink.write, progress)


def xlsx(sink: ExportSink) -> None:
    """Write both, and an explanation of the numbers, as a spreadsheet."""
    filters, words, progress = _prepare(sink)
    file_writers.write_xlsx(filters, sink.by, words, sink.write, progress)


def record_export(*, by: User, kind: str, rows: int) -> None:
    """Record in the audit that the log was taken out as a file, without what was searched for."""
    record(by=by, act="visit_log.export", subject_type="visit_log", subject_id="file",
           values={"kind": kind, "rows": rows})


_VISITS, _PEOPLE = {"da": "besoeg", "en": "visits"}, {"da": "mennesker", "en": "people-by-month"}
#: By what an address calls them.
KINDS = {
    "xlsx": FileKind("visit_log_xlsx", _l("Hent som regneark (XLSX)"), XLSX, _VISITS, "xlsx", xlsx),
    "csv": FileKind("visit_log_csv", _l("Hent besøg (CSV)"), CSV, _VISITS, "csv", visits_csv),
    "people": FileKind("visit_log_people_csv", _l("Hent mennesker pr. måned (CSV)"), CSV, _PEOPLE, "csv",
                       people_csv),
}


for _kind, _label in (("xlsx", _l("Besøgsloggen som regneark")), ("csv", _l("Besøgsloggen som CSV")),
                      ("people", _l("Mennesker pr. måned som CSV"))):
    job_kind(KINDS[_kind].job, label=_label, act=Act.READ_REPORTS, media_type=KINDS[_kind].media_type)(
        KINDS[_kind].make)
