"""What is left of a file that was stopped, refused, or is half made; and how far it is told to be."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.jobs.context import JobEndedError
from outreach.jobs.leases import LeaseStatus
from outreach.jobs.models import Fault, Job, JobState
from outreach.jobs.tasks import run_waiting_jobs
from outreach.partners.models import Partner
from outreach.users.models import User
from outreach.visit_log import exports, views
from outreach.visits.models import Visit


class Heard(exports.MemorySink):
    """Remembers what it was told, and ends the work where it is told to."""

    def __init__(self, by: User, stop_at: tuple[int, int] | None = None) -> None:
        super().__init__(by, {"period": "2026"})
        self.told: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def progress(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if self._stop_at == (done, total):
            raise JobEndedError(LeaseStatus.STOP)


def test_stopped_spreadsheet_leaves_no_files(
        many: list[Visit], owner: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(JobEndedError):
        exports.KINDS["xlsx"].make(Heard(owner, stop_at=(0, 0)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("what", "told"), [("csv", {(120, 120)}), ("people", {(0, 0)}), ("xlsx", {(0, 0)})])
def test_progress_is_reported_only_where_it_is_known(many: list[Visit], owner: User, what: str,
                                                      told: set[tuple[int, int]]) -> None:
    heard = Heard(owner)
    exports.KINDS[what].make(heard)
    assert set(heard.told) == told


def test_invalid_filter_makes_no_file(
        many: list[Visit], partners: dict[str, Partner], client_as: Callable[..., FlaskClient]) -> None:
    client = client_as(Role.MANAGER)
    asked = {"what": "csv", "period": "2026", "state": "held", "partner": partners["Skjulested"].public_id}
    answer = client.post("/visit-log/file", data=asked)
    assert (answer.status_code, answer.location) == (302, "/visit-log?period=2026&state=held")
    assert "Den partner kan du ikke se tal for" in client.get(answer.location).text


def test_job_makes_no_file_where_the_partner_became_hidden(
        many: list[Visit], partners: dict[str, Partner], client_as: Callable[..., FlaskClient],
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_AT_ONCE", 1)
    client_as(Role.MANAGER).post("/visit-log/file", data={
        "what": "csv", "period": "2026", "partner": partners["Aahuset"].public_id})
    with writing():
        db.session.get_one(Partner, partners["Aahuset"].id).is_protected = True
    run_waiting_jobs()
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.fault, job.fault_message[:34]) == (
        JobState.FAILED, Fault.REFUSED, "Den partner kan du ikke se tal for")
