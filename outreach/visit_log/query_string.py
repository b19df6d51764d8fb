"""Reading from an address what is wanted of the log, and writing it back: a view can be shared by its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from outreach.core import clock
from outreach.core.forms import clean
from outreach.reports.filters import Chosen, read_scope, scope_args, this_year
from outreach.reports.periods import Period, default_year
from outreach.users.models import User
from outreach.users.queries import list_users
from outreach.visit_log import labels
from outreach.visit_log.filters import SORTS, Place, Wanted
from outreach.visits.models import VisitKind

LONGEST_SEARCH = 100
_COUNTED = {"yes": True, "no": False}


@dataclass(frozen=True)
class Asked:
    """What an address asks for. `chosen` is what it shares with the figures, `words` says all of it plainly, `faults`
    are (name, sentence) of what could not be read and was left out; `args` writes it back."""

    wanted: Wanted
    chosen: Chosen
    words: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    args: dict[str, str]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but period and order was chosen."""
        return not self.wanted.is_whole_period


def read_wanted(args: Mapping[str, str], viewer: User, *, leaves: bool = False) -> Asked:
    """What an address asks for. What is unknown is left out and told of, never refused."""
    # In January figures show the year before; of the log no visit of the new year may be missing either.
    default = Period(default_year(clock.today()).first, this_year().last)
    chosen = read_scope(args, viewer, leaves=leaves, default=default)
    own: dict[str, str] = {}
    words, faults = list(chosen.words), list(chosen.faults)
    code = _one_of(args, "state", {each: each for each in labels.STATES}, labels.STATES, own, words, faults)
    state, cancelled_by = labels.STATE_OF[code] if code else (None, None)
    leading = args.get("lead") == "1" and chosen.partner is not None
    if leading:
        own["lead"] = "1"
        words.append(_("kun hvor partneren står først"))
    kind = _one_of(args, "visit_kind", {each.value: each for each in VisitKind}, labels.KINDS, own, words, faults)
    counted = _one_of(args, "counted", {each: each for each in _COUNTED}, labels.COUNTED, own, words, faults)
    colleague = None
    if asked := clean(args.get("colleague"))[:12]:
        colleague = next((each for each in list_users(active_only=False) if each.public_id == asked), None)
        if colleague is None:
            faults.append(("colleague", _("Den kollega findes ikke. Vælg en anden.")))
        else:
            own["colleague"] = asked
            words.append(_("%(name)s tog med", name=colleague.name))
    if q := clean(args.get("q"))[:LONGEST_SEARCH]:
        own["q"] = q
        words.append(searched_for(q))
    sort = args.get("sort") or "date"
    if sort not in SORTS:
        faults.append(("sort", _("Den rækkefølge findes ikke. Her står de nyeste først.")))
        sort = "date"
    turned = args.get("turned") == "1"
    own |= ({"sort": sort} if sort != "date" else {}) | ({"turned": "1"} if turned else {})
    wanted = Wanted(chosen.scope, state, cancelled_by, kind, colleague.id if colleague else None, leading,
                    _COUNTED[counted] if counted else None, q, sort, turned)
    return Asked(wanted, chosen, tuple(words), tuple(faults), scope_args(chosen.scope) | own)


def searched_for(text: str) -> str:
    """How a search is told of."""
    return _("”%(text)s”", text=text)


def read_place(args: Mapping[str, str]) -> Place:
    """Where the page begins."""
    after, before = (clean(args.get(name))[:12] for name in ("after", "before"))
    return Place(after=after, before="" if after else before,
                 at_end=not (after or before) and args.get("at") == "end")


def _one_of(args: Mapping[str, str], name: str, values: Mapping[str, Any], shown: Mapping[Any, Any],
            own: dict[str, str], words: list[str], faults: list[tuple[str, str]]) -> Any:
    asked = clean(args.get(name))[:30]
    if not asked:
        return None
    if asked not in values:
        faults.append((name, _("”%(text)s” kender vi ikke her. Vælg et af ordene på listen.", text=asked)))
        return None
    own[name] = asked
    words.append(str(shown[values[asked]]))
    return values[asked]
