"""The kinds of background work, each with the function that does it. Features register theirs when they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outreach.core.permissions import Act
from outreach.jobs.context import JobContext

Work = Callable[[JobContext], None]


@dataclass(frozen=True)
class JobKind:
    """One kind of work. `label` is the title of its page (lazy); `act` is what its owner must be allowed, at the start
    and while it runs; `file_name` is the name of its result where `start_job` gives none."""

    code: str
    work: Work
    label: Any
    act: Act
    media_type: str
    file_name: str


_KINDS: dict[str, JobKind] = {}


def job_kind(code: str, *, label: Any = "", act: Act = Act.USE_PORTAL, media_type: str = "application/octet-stream",
             file_name: str = "") -> Callable[[Work], Work]:
    """Register the decorated `work(job: JobContext)` as a kind of job.

    It reads through `db.session` as `job.by`, in the language it was asked in, inside one transaction that is rolled
    back at the end: a job leaves nothing behind but the bytes it hands to `job.write`.
    """

    def register(work: Work) -> Work:
        _KINDS[code] = JobKind(code, work, label or code, act, media_type, file_name or code)
        return work

    return register


def kind_of(code: str) -> JobKind:
    """The kind by its code; KeyError where no feature has registered it."""
    return _KINDS[code]


def known_acts() -> dict[str, Act]:
    """The codes of all kinds that this process can run, with what their owner must be allowed."""
    return {kind.code: kind.act for kind in _KINDS.values()}
