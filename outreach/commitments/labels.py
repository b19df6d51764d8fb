"""What promises are called on screen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.commitments.states import CommitmentState, Firmness

FIRMNESS = {
    Firmness.MAYBE: _l("måske"),
    Firmness.CONDITIONAL: _l("hvis …"),
    Firmness.FINAL: _l("endeligt"),
}

STATES = {
    CommitmentState.OPEN: _l("åbent"),
    CommitmentState.KEPT: _l("holdt"),
    CommitmentState.BROKEN: _l("ikke holdt"),
    CommitmentState.RELEASED: _l("frafaldet"),
}
