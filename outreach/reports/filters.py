"""Filters of figures and rows, read from a query string and written back: one way for every page.

`period` is a period's code; `from` and `to` are months as a form sends them and take precedence. `branch`, `sector`,
`kind`, `district` and `target_group` are keys or public ids of the library's rows, `stage` is a stage's code.
`partner` is a public id: a name belongs in no address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from outreach.core import clock
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_public_id, find_open_by_text
from outreach.reports.dimensions import LABELS, Option, options_of
from outreach.reports.labels import fault_sentence, period_label
from outreach.reports.periods import BadPeriod, Period, default_year, parse_months, parse_period, year
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User

_MAX_LENGTH = 80


@dataclass(frozen=True)
class ReportFilters:
    """Filters as read. `description` names every choice, the period first; `faults` are (name, sentence) of what could
    not be read and was left out, `invalid_input` what was written there, by name; `partner` is the chosen one."""

    scope: Scope
    description: tuple[str, ...]
    faults: tuple[tuple[str, str], ...] = ()
    partner: OpenPartner | None = None
    invalid_input: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PartnerSearch:
    """A search for one partner by name: the text, and the partners it may mean where it is not one."""

    text: str = ""
    partners: tuple[OpenPartner, ...] = ()

    @property
    def fault(self) -> str:
        """What to say at the field; '' where nothing was searched for."""
        if self.partners:
            return _("Flere partnere passer på det. Vælg én herunder, eller skriv mere af navnet.")
        return _("Ingen partner, du kan se, har det i navnet. Prøv en kortere del.")


def parse_filters(args: Mapping[str, str], viewer: User, *, for_export: bool = False,
                  default: Period | None = None) -> ReportFilters:
    """Read the filters, over the period `default` (else `default_year`) where none is given. What is unknown is left
    out and named in `faults`, never refused."""
    default = default or default_year(clock.today())
    faults: list[tuple[str, str]] = []
    invalid_input: dict[str, str] = {}
    try:
        period = _period(args) or default
    except BadPeriod as fault:
        faults.append(("period", fault_sentence(fault)))
        invalid_input |= {name: _text(args, name) for name in ("period", "from", "to")}
        period = default
    description, chosen, codes = [period_label(period)], {}, {}
    for name in DIMENSIONS:
        text = _text(args, name)
        if not text:
            continue
        option = next((option for option in options_of(name) if text in {option.code, option.public_id} - {""}), None)
        if option is None:
            faults.append((name, _("%(what)s: ”%(text)s” findes ikke hos jer. Vælg en anden.", what=LABELS[name],
                                   text=text)))
            continue
        chosen[name], codes[name] = option.value, option.code
        description.append(option.label)
    public_id = _text(args, "partner")
    partner = find_open_by_public_id(public_id, viewer) if public_id else None
    if public_id and partner is None:
        faults.append(("partner", _(
            "Den partner kan du ikke se tal for: Den findes ikke, eller den er lukket for dig.")))
    if partner is not None:
        codes["partner"] = partner.public_id
        description.append(partner.display_name)
    scope = Scope(period, chosen, partner.id if partner else None, for_export, codes)
    return ReportFilters(scope, tuple(description), tuple(faults), partner, invalid_input)


def query_args(scope: Scope, **more: str) -> dict[str, str]:
    """The query string of this scope, for url_for. ValueError for a scope that was not read from one."""
    names = {*scope.chosen, *(["partner"] if scope.partner_id is not None else [])}
    if names - set(scope.codes):
        raise ValueError(f"no code is known for {names - set(scope.codes)}")
    return {"period": scope.period.code, **scope.codes, **more}


def narrow(scope: Scope, dimension: str, option: Option) -> Scope:
    """The same scope with one more choice, for a link to a part of it."""
    return Scope(scope.period, {**scope.chosen, dimension: option.value}, scope.partner_id, scope.for_export,
                 {**scope.codes, dimension: option.code})


def this_year() -> Period:
    """The calendar year of today."""
    return year(clock.today().year)


def just_begun_year(period: Period) -> Period | None:
    """The year that has just begun, where `period` is shown in its place by default; else None."""
    return this_year() if period == default_year(clock.today()) != this_year() else None


def _text(args: Mapping[str, str], name: str) -> str:
    return " ".join(args.get(name, "").split())[:_MAX_LENGTH]


def _period(args: Mapping[str, str]) -> Period | None:
    first, last = _text(args, "from"), _text(args, "to")
    if first or last:
        return parse_months(first, last, clock.today())
    code = _text(args, "period")
    return parse_period(code) if code else None


def find_partner(text: str, viewer: User) -> OpenPartner | PartnerSearch:
    """The one partner the viewer may see that is meant by a name or a part of it; else those it may be."""
    name = " ".join(text.split())[:_MAX_LENGTH]
    partners = find_open_by_text(viewer, name) if name else []
    exact = [partner for partner in partners if partner.display_name.casefold() == name.casefold()]
    return (exact or partners)[0] if len(exact or partners) == 1 else PartnerSearch(text, tuple(partners))
