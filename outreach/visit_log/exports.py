"""The log as a file: which kinds there are, made at once where it is short, in the background where it is long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.core.errors import DomainError
from outreach.core.permissions import Act
from outreach.jobs.kinds import job_kind
from outreach.partners.queries import finds_protected
from outreach.reports.periods import Period
from outreach.users.models import User
from outreach.visit_log import file_writers, queries
from outreach.visit_log.queries.export_rows import for_a_file
from outreach.visit_log.query_string import Asked, read_wanted, searched_for

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Taking(Protocol):
    """Whoever takes a file: a job, or the answer itself."""

    by: User
    arguments: dict[str, Any]

    def write(self, content: bytes) -> None: ...

    def progress(self, done: int, total: int) -> None: ...


class AtOnce:
    """Takes a short file into memory."""

    def __init__(self, by: User, arguments: dict[str, Any]) -> None:
        self.by, self.arguments = by, arguments
        self.content = bytearray()

    def write(self, content: bytes) -> None:
        """Add to it."""
        self.content += content

    def progress(self, done: int, total: int) -> None:
        """Nobody waits to be told."""


@dataclass(frozen=True)
class FileKind:
    """One kind of file: the job that makes it, what its button says, and how its name begins, by language, and ends."""

    job: str
    label: Any
    media_type: str
    names: dict[str, str]
    ending: str
    make: Callable[[Taking], None]

    def file_name(self, period: Period, language: str) -> str:
        """The period is all that a name says."""
        return f"{self.names[language]}-{period.in_a_name(language)}.{self.ending}"


def count(arguments: dict[str, Any], by: User) -> int:
    """How many visits the file will hold."""
    return queries.totals(for_a_file(read_wanted(arguments, by, leaves=True).wanted), by).visits


def _words(asked: Asked, by: User) -> list[str]:
    """What was chosen, as a file may say it: without the name of a protected partner, also where it was typed."""
    words = list(asked.words)
    partner = asked.chosen.partner
    if partner is not None and partner.is_protected:
        words[words.index(partner.display_name)] = _("en beskyttet partner")
    if asked.wanted.q and finds_protected(by, asked.wanted.q):
        words[words.index(searched_for(asked.wanted.q))] = _("et ord")
    return words


def _taken(taking: Taking) -> tuple[Any, list[str], file_writers.Progress]:
    asked = read_wanted(taking.arguments, taking.by, leaves=True)
    if asked.faults:  # left out, it would be a file of more than was asked for
        raise DomainError(*asked.faults[0])
    wanted = for_a_file(asked.wanted)
    total = queries.totals(wanted, taking.by).visits

    def progress(done: int | None) -> None:
        taking.progress(*((0, 0) if done is None else (min(done, total), total)))

    return wanted, _words(asked, taking.by), progress


def visits_csv(taking: Taking) -> None:
    """The visits, as CSV."""
    wanted, _words, progress = _taken(taking)
    file_writers.write_visits_csv(wanted, taking.by, taking.write, progress)


def people_csv(taking: Taking) -> None:
    """People by partner and month, as CSV."""
    wanted, _words, progress = _taken(taking)
    file_writers.write_people_csv(wanted, taking.by, taking.write, progress)


def xlsx(taking: Taking) -> None:
    """Both, and what the numbers mean, as a spreadsheet."""
    wanted, words, progress = _taken(taking)
    file_writers.write_xlsx(wanted, taking.by, words, taking.write, progress)


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
