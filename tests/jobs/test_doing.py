"""What becomes of a job: its result, or why there is none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, takewhile
from typing import Any

import pytest
from sqlalchemy import func, select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.jobs.context import PIECE_BYTES, JobContext
from outreach.jobs.kinds import known_acts
from outreach.jobs.leases import ClaimedJob, LeaseStatus, add_piece, claim, finish, heartbeat, put_back
from outreach.jobs.models import Fault, Job, JobPiece, JobState
from outreach.jobs.periodic import PERIODIC_TASKS
from outreach.jobs.queries import find_piece
from outreach.jobs.service import MOST_OPEN, start_again, start_job, stop_job
from outreach.jobs.tasks import background_work, run_waiting_jobs
from outreach.users.models import User
from tests.jobs import kinds


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(name="Lederen")


@pytest.fixture(autouse=True)
def _nothing_meanwhile() -> Iterator[None]:
    yield
    kinds.meanwhile.clear()


def started(user: User, kind: str = "test_count", language: str = "da", **arguments: Any) -> int:
    with transactions.writing():
        return start_job(by=db.session.get_one(User, user.id), kind=kind, arguments=arguments, language=language).id


def ended(job_id: int) -> Job:
    """The job after all work has been done."""
    db.session.rollback()
    run_waiting_jobs()
    return db.session.get_one(Job, job_id, populate_existing=True)


def pieces_of(job: Job) -> list[bytes]:
    return list(takewhile(lambda piece: piece is not None, (find_piece(job.id, number) for number in count())))


def result_of(job: Job) -> bytes:
    return b"".join(pieces_of(job))


def at(minutes: float) -> None:
    """Let the clock stand so many minutes after the first instant of the test's day."""
    base = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    clock.set_source(lambda: base + timedelta(minutes=minutes))


def claimed(job_id: int) -> ClaimedJob:
    job = claim(job_id, known_acts())
    assert job is not None
    return job


def queued() -> list[int]:
    """The jobs of the messages in the queue, in the order in which workers receive them."""
    return [task.args[0] for task in background_work().huey.pending()]


def test_result_is_stored_in_pieces_of_one_size(user: User) -> None:
    job = ended(started(user, lines=100_000))
    whole = "".join(f"{number}\n" for number in range(100_000)).encode()
    assert (job.state, job.size, job.done, job.total) == (JobState.DONE, len(whole), 100_000, 100_000)
    assert result_of(job) == whole
    assert {len(each) for each in pieces_of(job)} == {PIECE_BYTES, len(whole) % PIECE_BYTES}


def test_result_is_in_the_language_of_the_request(user: User) -> None:
    assert result_of(ended(started(user, "test_word", language="en"))) == b"Lederen: Stop Ready"


def test_domain_error_message_is_stored_on_the_job(user: User) -> None:
    job = ended(started(user, "test_refuse"))
    assert (job.state, job.fault, job.fault_message) == (JobState.FAILED, Fault.REFUSED, "Perioden er for lang.")


def test_failed_job_has_no_result_and_logs_no_error_message(user: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        job = ended(started(user, "test_break"))
    assert (job.state, job.fault, db.session.scalar(select(func.count(JobPiece.id)))) == (
        JobState.FAILED, Fault.ERROR, 0)
    lines = [getattr(each, "event_values", {}) for each in caplog.records]
    assert {each.get("exception") for each in lines} == {None, "ValueError"}
    assert "Hansen" not in str(lines)


def test_changes_made_by_a_job_are_rolled_back(user: User) -> None:
    kinds.meanwhile.append(lambda job: setattr(job.by, "title", "Chef"))
    ended(started(user, lines=4))
    assert db.session.get_one(User, user.id, populate_existing=True).title == "Bibliotekar"


def test_starting_the_same_job_returns_the_unfinished_one(user: User) -> None:
    assert started(user, lines=4) == started(user, lines=4) != started(user, lines=5)


def test_same_job_in_another_language_is_a_new_job(user: User) -> None:
    assert started(user, lines=4) != started(user, lines=4, language="en")


def test_finished_job_started_again_is_a_new_job(user: User) -> None:
    first = ended(started(user, lines=4)).id
    assert started(user, lines=4) != first


def test_user_over_the_job_limit_is_refused(user: User) -> None:
    for number in range(MOST_OPEN):
        started(user, lines=number)
    with pytest.raises(DomainError, match="Du har allerede 3 filer i gang"):
        started(user, lines=99)


def test_job_limit_is_per_user(user: User, make_user: Callable[..., User]) -> None:
    for number in range(MOST_OPEN):
        started(user, lines=number)
    assert started(make_user(Role.MANAGER), lines=99) > 0


def told_once_what_nobody_knows(job: JobContext) -> None:
    """Says three times that it is not known how far it is; what was told the first time is written over in between."""
    job.progress(0, 0)
    rows = []
    with transactions.independent_session() as session:
        mine = session.scalars(select(Job)).one()
        rows.append((mine.done, mine.total))
        mine.done = 7
    job.progress(0, 0)
    job.progress(0, 0)
    with transactions.independent_session() as session:
        mine = session.scalars(select(Job)).one()
        rows.append((mine.done, mine.total))
    seen_meanwhile.append(rows)


seen_meanwhile: list[list[tuple[int, int]]] = []


def test_unknown_progress_is_stored_at_once_and_only_once(user: User,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.jobs.context._PROGRESS_EVERY", 60.0)
    kinds.meanwhile.append(told_once_what_nobody_knows)
    seen_meanwhile.clear()
    assert (ended(started(user, lines=4)).state, seen_meanwhile) == (JobState.DONE, [[(0, 0), (7, 0)]])


def close_the_account(job: JobContext) -> None:
    with transactions.independent_session() as session:
        session.get_one(User, job.by.id).active = False


def test_waiting_job_of_a_closed_account_is_stopped(user: User) -> None:
    job_id = started(user, lines=4)
    with transactions.writing():
        db.session.get_one(User, user.id).active = False
    assert ended(job_id).state is JobState.STOPPED


def test_running_job_of_a_closed_account_is_stopped(user: User) -> None:
    kinds.meanwhile.append(close_the_account)
    job = ended(started(user, lines=4))
    assert (job.state, db.session.scalar(select(func.count(JobPiece.id)))) == (JobState.STOPPED, 0)


def stop(job_id: int, user_id: int) -> None:
    with transactions.writing():
        by = db.session.get_one(User, user_id)
        stop_job(by=by, job=db.session.get_one(Job, job_id))


def test_waiting_job_is_stopped_at_once(user: User) -> None:
    job_id = started(user, lines=4)
    stop(job_id, user.id)
    assert (claim(job_id, known_acts()), db.session.get_one(Job, job_id).state) == (None, JobState.STOPPED)


def test_running_job_is_told_to_stop(user: User) -> None:
    job_id = started(user, lines=4)
    job = claimed(job_id)
    stop(job_id, user.id)
    assert heartbeat(job) is LeaseStatus.STOP


def test_stopped_job_can_be_started_again(user: User) -> None:
    job_id = started(user, lines=4)
    stop(job_id, user.id)
    with transactions.writing():
        anew = start_again(by=db.session.get_one(User, user.id), job=db.session.get_one(Job, job_id)).id
    assert (anew != job_id, result_of(ended(anew))) == (True, b"0\n1\n2\n3\n")


def test_oldest_job_comes_first_and_only_one_worker_gets_it(user: User) -> None:
    first, second = started(user, lines=1), started(user, lines=2)
    assert queued() == [first, second]
    claimed(first)
    assert claim(first, known_acts()) is None


def test_colleagues_take_turns_however_many_jobs_one_of_them_starts(user: User, make_user: Callable[..., User]) -> None:
    at(0)
    ended(started(user, lines=1))
    at(0.1)
    own = [started(user, lines=2), started(user, lines=3)]
    other = make_user(Role.MANAGER)
    at(0.2)
    others = [started(other, lines=4), started(other, lines=5)]
    assert queued() == [others[0], own[0], others[1], own[1]]


def test_jobs_started_an_hour_ago_do_not_affect_priority(user: User, make_user: Callable[..., User]) -> None:
    at(0)
    ended(started(user, lines=1))
    at(61)
    own = started(user, lines=2)
    other = started(make_user(Role.MANAGER), lines=4)
    assert queued() == [own, other]


def test_job_of_a_transaction_that_is_rolled_back_is_not_queued(user: User) -> None:
    with transactions.dry_run(commit=False):
        start_job(by=user, kind="test_count", arguments={"lines": 4}, language="da")
    run_waiting_jobs()
    assert (queued(), db.session.scalar(select(func.count(Job.id)))) == ([], 0)


def test_lost_message_is_added_again_once(user: User) -> None:
    job_id = started(user, lines=4)
    background_work().huey.flush()
    background_work().requeue()
    background_work().requeue()
    assert queued() == [job_id]


def test_second_message_for_a_job_does_nothing(user: User) -> None:
    job_id = started(user, lines=4)
    background_work().enqueue(job_id, 0)
    assert (ended(job_id).state, db.session.get_one(Job, job_id).attempts) == (JobState.DONE, 1)


def test_job_of_a_kind_this_process_does_not_know_waits_for_another_process(user: User) -> None:
    job_id = started(user, lines=4)
    assert (claim(job_id, {}), db.session.get_one(Job, job_id).state) == (None, JobState.WAITING)


def test_job_with_a_heartbeat_is_left_alone(user: User) -> None:
    at(0)
    job_id = started(user, lines=4)
    job = claimed(job_id)
    at(5)
    heartbeat(job)
    at(5.2)
    background_work().huey.flush()
    background_work().requeue()
    assert (queued(), claim(job_id, known_acts())) == ([], None)


def test_job_without_a_heartbeat_is_run_again_and_the_first_worker_writes_no_more(user: User) -> None:
    at(0)
    job_id = started(user, lines=4)
    first = claimed(job_id)
    assert add_piece(first, 0, b"old")
    at(1)
    background_work().huey.flush()
    background_work().requeue()
    assert queued() == [job_id]
    second = claimed(job_id)
    assert (heartbeat(first), add_piece(first, 1, b"late"), finish(first, 3)) == (LeaseStatus.LOST, False, False)
    assert (add_piece(second, 0, b"new"), finish(second, 3)) == (True, True)
    assert result_of(db.session.get_one(Job, job_id)) == b"new"


def test_job_interrupted_twice_fails_and_says_so(user: User) -> None:
    at(0)
    job_id = started(user, lines=4)
    claimed(job_id)
    at(1)
    claimed(job_id)
    at(2)
    assert claim(job_id, known_acts()) is None
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.fault) == (JobState.FAILED, Fault.INTERRUPTED)


def test_interrupted_job_that_was_to_stop_is_stopped(user: User) -> None:
    at(0)
    job_id = started(user, lines=4)
    claimed(job_id)
    stop(job_id, user.id)
    at(1)
    assert (claim(job_id, known_acts()), db.session.get_one(Job, job_id).state) == (None, JobState.STOPPED)


def test_job_put_back_waits_as_if_never_started(user: User) -> None:
    job_id = started(user, lines=4)
    job = claimed(job_id)
    add_piece(job, 0, b"half")
    put_back(job.claim)
    row = db.session.get_one(Job, job_id)
    assert (row.state, row.attempts, result_of(row), heartbeat(job)) == (JobState.WAITING, 0, b"", LeaseStatus.LOST)


def test_job_and_result_are_deleted_after_a_day(user: User) -> None:
    at(0)
    ended(started(user, lines=4))
    at(24 * 60 + 1)
    assert PERIODIC_TASKS["expiry"].run()
    assert (db.session.scalar(select(func.count(Job.id))), db.session.scalar(select(func.count(JobPiece.id)))) == (0, 0)
