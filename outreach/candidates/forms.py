"""The form for one candidate."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.candidates.models import LINE, NAME
from outreach.core.forms import Choice, Form, Line
from outreach.core.i18n import localized
from outreach.library.models import Kind
from outreach.library.queries import list_terms


class CandidateForm(Form):
    """Name, kind, whom they reach, which colleague knows them, what we could do together."""

    name = Line(_l("Hvem er guld?"), max=NAME, required=_l("Skriv et navn."))
    kind = Choice(_l("Slags"), blank=_l("Ikke valgt"))
    reaches = Line(_l("Hvem når de?"), max=LINE)
    known_by = Line(_l("Hvem af os kender hvem?"), max=LINE)
    good_for = Line(_l("Hvad kunne vi lave sammen?"), max=LINE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kinds = {kind.key: kind for kind in list_terms(Kind)}
        self.kind.offer((key, localized(kind, "label")) for key, kind in self._kinds.items())

    def written(self) -> dict[str, Any]:
        """The arguments of `service.add_candidate`."""
        return {"name": self.name.data, "kind": self._kinds.get(self.kind.data or ""), "reaches": self.reaches.data,
                "known_by": self.known_by.data, "good_for": self.good_for.data}
