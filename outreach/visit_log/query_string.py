"""The log's query string: filters, order and position read from it and written back, so that a view can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from outreach.core import clock
from outreach.core.text_rules import clean
from outreach.reports.filters import ReportFilters, parse_filters, query_args, this_year
from outreach.reports.periods import Period, default_year
from outreach.reports.presenter import row_link
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.users.queries import list_users
from outreach.visit_log.filters import COUNTED_LABELS, SORTS, STATE_LABELS, STATES, PagePosition, VisitFilters
from outreach.visits import labels
from outreach.visits.models import CANCELLATIONS, COUNTS, HELD, MINUTES, VisitKind

MAX_SEARCH = 100
_COUNTED = {"yes": True, "no": False}


@dataclass(frozen=True)
class ParsedQuery:
    """A query string as read. `report_filters` is what the log shares with the figures, `description` names every
    choice, `faults` are (name, sentence) of what could not be read and was left out; `args` writes it back."""

    filters: VisitFilters
    report_filters: ReportFilters
    description: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    args: dict[str, str]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but period and order was chosen."""
        return not self.filters.is_whole_period


@dataclass
class _Choices:
    """What has been read so far of the log's own arguments."""

    args: Mapping[str, str]
    valid: dict[str, str] = field(default_factory=dict)
    description: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, value: str, label: Any) -> None:
        self.valid[name] = value
        self.description.append(str(label))

    def read(self, name: str, choices: Mapping[str, Any]) -> str:
        """The argument where it is one of the choices (code -> label), else ''."""
        text = clean(self.args.get(name))[:30]
        if text in choices:
            self.add(name, text, choices[text])
            return text
        if text:
            self.faults.append((name, _("”%(text)s” kender vi ikke her. Vælg et af ordene på listen.", text=text)))
        return ""


def parse_query(args: Mapping[str, str], viewer: User, *, for_export: bool = False) -> ParsedQuery:
    """Read the log's arguments. What is unknown is left out and named in `faults`, never refused."""
    # In January figures show the year before; of the log no visit of the new year may be missing either.
    default = Period(default_year(clock.today()).first, this_year().last)
    report_filters = parse_filters(args, viewer, for_export=for_export, default=default)
    choices = _Choices(args)
    state, cancelled_by = STATES.get(choices.read("state", STATE_LABELS), (None, None))
    leading_only = args.get("lead") == "1" and report_filters.partner is not None
    if leading_only:
        choices.add("lead", "1", _("kun hvor partneren står først"))
    kind = choices.read("visit_kind", {kind.value: label for kind, label in labels.KINDS.items()})
    counted = choices.read("counted", COUNTED_LABELS)
    colleague = None
    if public_id := clean(args.get("colleague"))[:12]:
        colleague = next((user for user in list_users(active_only=False) if user.public_id == public_id), None)
        if colleague is None:
            choices.faults.append(("colleague", _("Den kollega findes ikke. Vælg en anden.")))
        else:
            choices.add("colleague", public_id, _("%(name)s tog med", name=colleague.name))
    if q := clean(args.get("q"))[:MAX_SEARCH]:
        choices.add("q", q, quoted(q))
    sort, reverse = args.get("sort") or "date", args.get("turned") == "1"
    if sort not in SORTS:
        choices.faults.append(("sort", _("Den rækkefølge findes ikke. Her står de nyeste først.")))
        sort = "date"
    order = ({"sort": sort} if sort != "date" else {}) | ({"turned": "1"} if reverse else {})
    filters = VisitFilters(
        report_filters.scope, state, cancelled_by, VisitKind(kind) if kind else None,
        colleague.id if colleague else None, leading_only, _COUNTED.get(counted), q, sort, reverse)
    return ParsedQuery(filters, report_filters, (*report_filters.description, *choices.description),
                       (*report_filters.faults, *choices.faults),
                       query_args(report_filters.scope) | choices.valid | order)


def quoted(text: str) -> str:
    """A search text as descriptions show it."""
    return _("”%(text)s”", text=text)


def parse_position(args: Mapping[str, str]) -> PagePosition:
    """Where the page begins."""
    after, before = (clean(args.get(name))[:12] for name in ("after", "before"))
    return PagePosition(after=after, before="" if after else before,
                        at_end=not (after or before) and args.get("at") == "end")


#: What of the log each figure of visits is about, by the figure's code.
_BEHIND_FIGURES: dict[str, dict[str, str]] = {
    **dict.fromkeys(("visits", "people", "hours", *(f"hours_{name.removeprefix('minutes_')}" for name in MINUTES),
                     *COUNTS, "things_lent", "things_given", "offers_shown"), {"state": "held"}),
    **{f"visits_{kind}": {"state": "held", "visit_kind": kind} for kind in HELD},
    **{code: {"state": code} for code in CANCELLATIONS}}


@row_link
def visits_behind(code: str, scope: Scope) -> str | None:
    """The address of the visits behind a figure; None where it is not a figure of visits."""
    if code not in _BEHIND_FIGURES:
        return None
    # A joint visit is counted once, with the partner that leads it.
    leading = {"lead": "1"} if scope.partner_id is not None else {}
    args: dict[str, Any] = query_args(scope, **_BEHIND_FIGURES[code], **leading)
    return url_for("visit_log.index", **args)
