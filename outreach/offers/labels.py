"""What the sizes of effort are called: to a colleague, about the partner."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.offers.models import Effort

EFFORTS = {
    Effort.NONE: _l("Koster partneren ingen tid"),
    Effort.LITTLE: _l("Koster lidt tid"),
    Effort.SOME: _l("Koster noget tid"),
    Effort.MUCH: _l("Koster meget tid"),
}
