"""The pages of background work, as its owner and others meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.jobs.kinds import known_acts
from outreach.jobs.leases import claim, heartbeat
from outreach.jobs.models import Job, JobState
from outreach.jobs.service import start_job
from outreach.jobs.tasks import run_waiting_jobs
from outreach.users.models import User
from tests.jobs import kinds

assert kinds  # registers the kinds


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(name="Lederen")


@pytest.fixture
def client(client_as: Callable[..., FlaskClient], user: User) -> FlaskClient:
    return client_as(user)


def started(user: User, kind: str = "test_count") -> str:
    with transactions.writing():
        by = db.session.get_one(User, user.id)
        return f"/jobs/{start_job(by=by, kind=kind, arguments={'lines': 4}, language='da').public_id}"


def run_a_quarter() -> None:
    job = claim(db.session.scalars(select(Job.id)).one(), known_acts())
    assert job is not None
    heartbeat(job, (1, 4))


def test_running_job_page_shows_progress_and_reloads_without_javascript(client: FlaskClient,
                                                                                user: User) -> None:
    page = started(user)
    run_a_quarter()
    text = client.get(page).text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert '<label for="job-progress">25 % er klar</label>' in text
    assert '<progress id="job-progress" max="100" value="25"></progress>' in text


def test_running_job_page_in_english(user: User, client_as: Callable[..., FlaskClient]) -> None:
    page = started(user)
    run_a_quarter()
    assert '<label for="job-progress">25% is ready</label>' in client_as(user, language="en").get(page).text


def test_finished_job_page_does_not_reload_and_offers_the_file(client: FlaskClient, user: User) -> None:
    page = started(user)
    run_waiting_jobs()
    assert "refresh" not in client.get(page).text
    file = client.get(f"{page}/file")
    assert (file.data, file.headers["Content-Disposition"], file.content_type, file.content_length) == (
        b"0\n1\n2\n3\n", 'attachment; filename="tal.txt"', "text/plain", 8)


def test_other_users_cannot_see_a_job(user: User, client_as: Callable[..., FlaskClient]) -> None:
    page = started(user)
    run_waiting_jobs()
    other = client_as()
    answers = [other.get(page), other.get(f"{page}/file"), other.post(f"{page}/stop"), other.post(f"{page}/again")]
    assert [each.status_code for each in answers] == [404] * 4
    assert "tal.txt" not in other.get("/jobs").text


def test_file_of_an_unfinished_job_is_not_found(client: FlaskClient, user: User) -> None:
    assert client.get(f"{started(user)}/file").status_code == 404


def test_stopped_job_can_be_started_again(client: FlaskClient, user: User) -> None:
    page = started(user)
    stopped = client.post(f"{page}/stop")
    assert (stopped.location, "Stoppet" in client.get(page).text) == (page, True)
    again = client.post(f"{page}/again").location
    assert (again != page, "Sat i gang igen." in client.get(again).text) == (True, True)
    states = db.session.scalars(select(Job.state).order_by(Job.id)).all()
    assert states == [JobState.STOPPED, JobState.WAITING]


def test_failed_job_page_is_in_the_readers_language(user: User, client_as: Callable[..., FlaskClient]) -> None:
    page = started(user, "test_break")
    run_waiting_jobs()
    assert "Something went wrong on our side" in client_as(user, language="en").get(page).text


def test_job_list_links_to_the_job(client: FlaskClient, user: User) -> None:
    page = started(user)
    run_waiting_jobs()
    assert f'<a href="{page}">' in client.get("/jobs").text


def test_empty_job_list_has_an_explanation(client: FlaskClient) -> None:
    assert "Der ligger ingen filer." in client.get("/jobs").text
