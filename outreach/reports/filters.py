"""Reading from an address what figures or rows are wanted of, and writing it back: one way for every page.

`period` is a period's code; `from` and `to` are months as a form sends them and go before it. `branch`, `sector`,
`kind`, `district` and `target_group` are keys or public ids of the library's rows, `stage` is a stage's code.
`partner` is a public id: a name belongs in no address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.core import clock
from outreach.core.i18n import localized
from outreach.library.models import District, Kind, Sector, TargetGroup
from outreach.library.queries import list_branches, list_terms
from outreach.partners import stages
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_public_id, find_open_by_text
from outreach.partners.stages import Stage
from outreach.reports.labels import fault_sentence, period_label
from outreach.reports.periods import BadPeriod, Period, default_year, parse_months, parse_period, year
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User

#: What each dimension is called where one chooses.
LABELS = {"branch": _l("Filial"), "sector": _l("Sektor"), "kind": _l("Slags partner"), "district": _l("Bydel"),
          "target_group": _l("Målgruppe"), "stage": _l("Trin")}
_TERMS: dict[str, type[Any]] = {"sector": Sector, "kind": Kind, "district": District, "target_group": TargetGroup}
_LONGEST = 80


@dataclass(frozen=True)
class Option:
    """One value of a dimension: as addresses write it, as readers do, and what rows are compared with."""

    written: str
    label: str
    value: int | Stage
    public_id: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class Chosen:
    """What was asked for. `words` says it plainly, the period first; `faults` are (name, sentence) of what could not
    be read and was left out; `partner` is the one partner that is chosen."""

    scope: Scope
    words: tuple[str, ...]
    faults: tuple[tuple[str, str], ...] = ()
    partner: OpenPartner | None = None
    #: What was written where it could not be read, by name, to be shown again.
    tried: Mapping[str, str] = field(default_factory=dict)


def options_of(dimension: str) -> list[Option]:
    """Every value of a dimension in its own order, resting ones too: figures reach back."""
    if dimension == "stage":
        return [Option(stage.value, stages.label(stage), stage) for stage in Stage]
    if dimension == "branch":
        return [Option(row.public_id, row.name, row.id, row.public_id, row.is_active)
                for row in list_branches(active_only=False)]
    return [Option(row.key, localized(row, "label"), row.id, row.public_id, row.is_active)
            for row in list_terms(_TERMS[dimension], active_only=False)]


def read_scope(args: Mapping[str, str], viewer: User, *, leaves: bool = False, default: Period | None = None) -> Chosen:
    """What an address asks for, over the period `default` (else `default_year`) where it asks for none. What is unknown
    is left out and told of, never refused."""
    default = default or default_year(clock.today())
    faults: list[tuple[str, str]] = []
    tried: dict[str, str] = {}
    try:
        period = _period(args) or default
    except BadPeriod as fault:
        faults.append(("period", fault_sentence(fault)))
        tried |= {name: _text(args, name) for name in ("period", "from", "to")}
        period = default
    words, chosen, written = [period_label(period)], {}, {}
    for name in DIMENSIONS:
        text = _text(args, name)
        if not text:
            continue
        option = next((each for each in options_of(name) if text in {each.written, each.public_id} - {""}), None)
        if option is None:
            faults.append((name, _("%(what)s: ”%(text)s” findes ikke hos jer. Vælg en anden.", what=LABELS[name],
                                   text=text)))
            continue
        chosen[name], written[name] = option.value, option.written
        words.append(option.label)
    public_id = _text(args, "partner")
    partner = find_open_by_public_id(public_id, viewer) if public_id else None
    if public_id and partner is None:
        faults.append(("partner", _(
            "Den partner kan du ikke se tal for: Den findes ikke, eller den er lukket for dig.")))
    if partner is not None:
        written["partner"] = partner.public_id
        words.append(partner.display_name)
    scope = Scope(period, chosen, partner.id if partner else None, leaves, written)
    return Chosen(scope, tuple(words), tuple(faults), partner, tried)


def scope_args(scope: Scope, **more: str) -> dict[str, str]:
    """The address that asks for this scope, for url_for. ValueError for a scope that no address was read for."""
    names = {*scope.chosen, *(["partner"] if scope.partner_id is not None else [])}
    if names - set(scope.written):
        raise ValueError(f"how {names - set(scope.written)} is written is not known")
    return {"period": scope.period.code, **scope.written, **more}


def narrowed(scope: Scope, dimension: str, option: Option) -> Scope:
    """The same scope with one more choice, for a link to a part of it."""
    return Scope(scope.period, {**scope.chosen, dimension: option.value}, scope.partner_id, scope.leaves,
                 {**scope.written, dimension: option.written})


def this_year() -> Period:
    """The calendar year of today."""
    return year(clock.today().year)


def stands_for_this_year(period: Period) -> Period | None:
    """The year that has just begun, where `period` is shown in its place by default; else None."""
    return this_year() if period == default_year(clock.today()) != this_year() else None


def _text(args: Mapping[str, str], name: str) -> str:
    return " ".join(args.get(name, "").split())[:_LONGEST]


def _period(args: Mapping[str, str]) -> Period | None:
    first, last = _text(args, "from"), _text(args, "to")
    if first or last:
        return parse_months(first, last, clock.today())
    code = _text(args, "period")
    return parse_period(code) if code else None


def who_fault(meant: Sequence[OpenPartner] | None) -> str:
    """What to say at the field where `find_partner` found no one partner but these; '' where nobody was looked for."""
    if meant is None:
        return ""
    if meant:
        return _("Flere partnere passer på det. Vælg én herunder, eller skriv mere af navnet.")
    return _("Ingen partner, du kan se, har det i navnet. Prøv en kortere del.")


def find_partner(text: str, viewer: User) -> tuple[OpenPartner | None, list[OpenPartner]]:
    """The one partner the viewer may see that is meant by a name or a part of it; else those it may be."""
    wanted = " ".join(text.split())[:_LONGEST]
    found = find_open_by_text(viewer, wanted) if wanted else []
    exact = [each for each in found if each.display_name.casefold() == wanted.casefold()]
    return ((exact or found)[0], []) if len(exact or found) == 1 else (None, found)
