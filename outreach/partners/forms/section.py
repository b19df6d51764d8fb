"""A form that edits one section of a record and notices when a colleague was there first."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from wtforms import HiddenField

from outreach.core.forms import Form

_NOT_CONTENT = frozenset({"version", "csrf_token"})


class SectionForm(Form):
    """Base of the edit forms. `version` is a fingerprint of what was stored when the page was shown: two colleagues
    on different sections do not disturb each other, two on the same one do."""

    version = HiddenField()

    def fingerprint(self) -> str:
        """A short hash of the form's present content."""
        content = {name: str(field.data) for name, field in self._fields.items() if name not in _NOT_CONTENT}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:24]

    def is_stale(self, stored: SectionForm) -> bool:
        """Whether the stored content is no longer what this form was filled from."""
        return bool(self.version.data) and self.version.data != stored.fingerprint()

    def differences(self, stored: SectionForm) -> list[tuple[str, str]]:
        """(label, what stands there now) of each field in which the stored content differs from what was sent."""
        return [(str(field.label.text), shown(stored[name])) for name, field in self._fields.items()
                if name not in _NOT_CONTENT and str(field.data) != str(stored[name].data)]


def shown(field: Any) -> str:
    """A field's content in words a reader knows."""
    if hasattr(field, "chosen_terms"):
        return ", ".join(row.label for row in field.rows() if row.said or row.guessed) or "–"
    if getattr(field, "choices", None):
        wanted = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(label) for value, label, *_rest in field.choices if value in wanted) or "–"
    if isinstance(field.data, bool):
        return "✓" if field.data else "–"
    return str(field.data or "–")
