"""The kinds of background work, each with the function that does it. Features register theirs when they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outreach.core.permissions import Act

if TYPE_CHECKING:
    from outreach.jobs.context import Running

Work = Callable[["Running"], None]


@dataclass(frozen=True)
class Kind:
    """One kind of work. `label` is what its page is called (lazy); `act` is what its owner must be allowed, when it is
    asked for and when it is done; `file_name` is what its result is called where `start_job` says nothing else."""

    code: str
    work: Work
    label: Any
    act: Act
    media_type: str
    file_name: str


_KINDS: dict[str, Kind] = {}


def job_kind(code: str, *, label: Any = "", act: Act = Act.USE_PORTAL, media_type: str = "application/octet-stream",
             file_name: str = "") -> Callable[[Work], Work]:
    """Register the decorated `work(job: Running)` as a kind of job.

    It reads through `db.session` as `job.by`, in the language it was asked in, inside one transaction that is rolled
    back at the end: a job leaves nothing behind but the bytes it hands to `job.write`.
    """

    def register(work: Work) -> Work:
        _KINDS[code] = Kind(code, work, label or code, act, media_type, file_name or code)
        return work

    return register


def kind_of(code: str) -> Kind:
    """The kind by its code; KeyError where no feature has registered it."""
    return _KINDS[code]


def known_kinds() -> frozenset[str]:
    """The codes of all kinds that this process can do."""
    return frozenset(_KINDS)
