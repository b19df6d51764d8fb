"""Where a new follow-up comes from, as a request says it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort

from outreach.followups.labels import ORIGINS


def origin_of(values: Mapping[str, str]) -> tuple[str, str]:
    """(kind, public id) of the meeting or visit named in a request, ("", "") where none is; 400 for what is neither."""
    kind, origin_id = values.get("origin", ""), values.get("origin_id", "")
    if not kind:
        return "", ""
    if kind not in ORIGINS or len(origin_id) > 12 or not origin_id.isalnum() or not origin_id.isascii():
        abort(400)
    return kind, origin_id
