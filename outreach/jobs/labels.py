"""The words for states and faults of a job."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.core.formatting import number
from outreach.jobs.kinds import kind_of, known_acts
from outreach.jobs.models import Fault, Job, JobState

STATE_LABELS = {
    JobState.WAITING: _l("Venter på tur"), JobState.RUNNING: _l("I gang"), JobState.DONE: _l("Klar"),
    JobState.FAILED: _l("Blev ikke til noget"), JobState.STOPPED: _l("Stoppet"),
}
STATE_BADGES = {JobState.WAITING: "plain", JobState.RUNNING: "gilt", JobState.DONE: "sea", JobState.FAILED: "warn",
                JobState.STOPPED: "plain"}
_FAULTS = {
    Fault.ERROR: _l("Noget gik galt hos os, og fejlen er skrevet ned. Prøv igen om lidt."),
    Fault.INTERRUPTED: _l("Arbejdet blev afbrudt to gange, fordi portalen blev stoppet imens. Start det igen."),
    Fault.TIMEOUT: _l("Det tog for lang tid, så vi standsede det. Prøv med en kortere periode."),
}


def job_label(job: Job) -> str:
    """What the job makes."""
    return str(kind_of(job.kind).label) if job.kind in known_acts() else _("En fil")


def progress_words(job: Job) -> str:
    """How far it is, in a few words."""
    if job.state is not JobState.RUNNING:
        return str(STATE_LABELS[job.state])
    if job.stop_requested:
        return _("Stopper …")
    return _("I gang") if job.per_cent is None else _("%(part)s %% er klar", part=job.per_cent)


def fault_words(job: Job) -> str:
    """Why it failed, and what to do."""
    return job.fault_message if job.fault is Fault.REFUSED else str(_FAULTS.get(job.fault, _FAULTS[Fault.ERROR]))


def size_words(size: int) -> str:
    """A file's size as people say it: "120 KB", "3,4 MB"."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))} KB"
    return f"{number(round(size / 1_000_000, 1))} MB"
