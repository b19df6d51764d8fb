"""The pages of background jobs: my jobs, the progress of one, stop, start again, and the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Act, requires
from outreach.jobs import labels, queries, service
from outreach.jobs.models import JobState

bp = Blueprint("jobs", __name__)


@bp.context_processor
def _words() -> dict[str, object]:
    return {"labels": labels, "JobState": JobState}


@bp.get("/jobs")
@requires(Act.USE_PORTAL)
def index() -> ResponseReturnValue:
    """The reader's jobs of the last day."""
    return render_template("jobs/index.html", jobs=queries.list_jobs(current_user))


@bp.get("/jobs/<job_id>")
@requires(Act.USE_PORTAL)
def show(job_id: str) -> ResponseReturnValue:
    """The progress of one."""
    return render_template("jobs/show.html", job=queries.get_job(job_id, current_user))


@bp.get("/jobs/<job_id>/file")
@requires(Act.USE_PORTAL)
def file(job_id: str) -> ResponseReturnValue:
    """The result, a piece at a time."""
    job = queries.get_job(job_id, current_user)
    if job.state is not JobState.DONE:
        raise NotFound
    response = Response(_pieces(current_app._get_current_object(), job.id), content_type=job.media_type)  # type: ignore[attr-defined]
    response.headers["Content-Disposition"] = f'attachment; filename="{job.file_name}"'
    response.content_length = job.size
    return response


def _pieces(app: Flask, job_id: int) -> Iterator[bytes]:
    """The pieces in order, each by a query of its own: a slow download holds no database connection."""
    for number in count():
        with app.app_context():
            piece = queries.find_piece(job_id, number)
        if piece is None:
            return
        yield piece


@bp.post("/jobs/<job_id>/stop")
@requires(Act.USE_PORTAL)
def stop(job_id: str) -> ResponseReturnValue:
    """Stop it."""
    service.stop_job(by=current_user, job=queries.get_job(job_id, current_user))
    return redirect(url_for("jobs.show", job_id=job_id))


@bp.post("/jobs/<job_id>/again")
@requires(Act.USE_PORTAL)
def again(job_id: str) -> ResponseReturnValue:
    """Start the same work again."""
    job = queries.get_job(job_id, current_user)
    if job.state not in {JobState.FAILED, JobState.STOPPED}:
        return redirect(url_for("jobs.show", job_id=job_id))
    try:
        new_job = service.start_again(by=current_user, job=job)
    except DomainError as error:
        flash(error.message, "warning")
        return redirect(url_for("jobs.show", job_id=job_id))
    flash(_("Sat i gang igen."))
    return redirect(url_for("jobs.show", job_id=new_job.public_id))
