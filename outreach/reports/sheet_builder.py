"""Build the sheets of the two papers from the overview, in the current language.

The numbers come from the same overview as the page "Tal", with a scope for export.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from outreach.core.charts import Chart
from outreach.core.formatting import number, plain_date
from outreach.core.i18n import current_language
from outreach.reports.charts import attendances_chart, missed_chart, moves_chart, promises_chart, visits_chart
from outreach.reports.labels import (
    AIMS,
    change_text,
    month_label,
    number_of,
    period_label,
    progress_text,
)
from outreach.reports.measures import GROUPS, MEASURES, Group
from outreach.reports.periods import Period
from outreach.reports.queries.overview import Overview
from outreach.reports.queries.quotations import Quotation
from outreach.reports.queries.targets import TargetProgress
from outreach.reports.sheet import BoardSheet, Line, Number, Part, PrintedQuotation, ReportSheet
from outreach.visits.labels import SURENESS
from outreach.visits.models import COUNTS, Sureness

#: What a board asks first.
BOARD = ("visits", "partners_visited", "people", "hours", "promises_ours", "observations")
#: Goals on the board's page; those that end last.
_MOST_GOALS = 4


def board_sheet(overview: Overview, *, library_name: str, observation: PrintedQuotation, learnt: PrintedQuotation,
                goals: Sequence[TargetProgress], today: date) -> BoardSheet:
    """The sheet of the board's page."""
    period = overview.scope.period
    return BoardSheet(
        language=current_language(), library_name=library_name, title=_title(period),
        period_note=period_note(period, today), numbers=_numbers(overview),
        chart=visits_chart(overview, by_kind=False), aside=_aside(overview), observation=observation, learnt=learnt,
        goals=_goals(goals)[-_MOST_GOALS:], counted=_counted(), made_on=today)


def report_sheet(overview: Overview, *, library_name: str, observations: Sequence[Quotation],
                 learnt: Sequence[Quotation], learnt_in_all: int, goals: Sequence[TargetProgress],
                 today: date) -> ReportSheet:
    """The sheet of the full report."""
    period = overview.scope.period
    quotations = {Group.OUTCOMES: tuple(printed_quotation(row) for row in observations),
                  Group.LEARNING: tuple(printed_quotation(row) for row in learnt)}
    notes = {Group.OUTPUTS: (_aside(overview),), Group.REACH: (_white_spots(overview),),
             Group.OUTCOMES: _left_out(len(observations), overview.figures["observations"].value),
             Group.LEARNING: _left_out(len(learnt), learnt_in_all)}
    columns = {Group.OUTPUTS: (visits_chart(overview, by_kind=True),)}
    sides = {"ours": _("Vores tilsagn"), "theirs": _("Deres tilsagn")}
    bars = {Group.REACH: _reach_charts(overview),
            Group.OUTPUTS: (moves_chart(overview, _("Partnere, der skiftede trin")),),
            Group.RELIABILITY: (promises_chart(overview, _("Tilsagn, der skulle være holdt"), sides),)}
    return ReportSheet(
        language=current_language(), library_name=library_name, title=_title(period),
        period_note=period_note(period, today), period=period_label(period),
        before=period_label(period.before()), numbers=_numbers(overview),
        parts=tuple(Part(group.value, str(title), str(lead), _lines(overview, group), columns.get(group, ()),
                         bars.get(group, ()), tuple(note for note in notes.get(group, ()) if note),
                         quotations.get(group, ()))
                    for group, (title, lead) in GROUPS.items()),
        goals=_goals(goals), small=_small_numbers(overview), made_on=today)


def period_note(period: Period, today: date) -> str:
    """A note that the period is not over; '' where it is."""
    if today < period.first:
        return _("Perioden er ikke begyndt.")
    return _("Til og med %(day)s; perioden er ikke slut.", day=plain_date(today)) if today <= period.ends_on else ""


def printed_quotation(quotation: Quotation) -> PrintedQuotation:
    """The text with role and month, and how sure they are unless they saw it themselves."""
    sureness = quotation.sureness
    sure = str(SURENESS[sureness]).lower() if sureness and sureness is not Sureness.SAW else ""
    return PrintedQuotation(quotation.text, " · ".join(
        part for part in (quotation.role, month_label(quotation.on), sure) if part))


def _title(period: Period) -> str:
    return _("Bibliotekets samarbejde med partnere, %(period)s", period=period_label(period))


def _numbers(overview: Overview) -> tuple[Number, ...]:
    return tuple(Number(str(MEASURES[code].label), _value(overview, code), _change(overview, code)) for code in BOARD)


def _value(overview: Overview, code: str) -> str:
    return number_of(MEASURES[code].unit, overview.figures[code].value)


def _change(overview: Overview, code: str) -> str:
    figure = overview.figures[code]
    if code in (*COUNTS, "people"):
        # Two rounded numbers may differ the other way than what was rounded.
        return _("%(before)s i %(period)s; begge afrundet", before=number_of(MEASURES[code].unit, figure.before),
                 period=period_label(overview.scope.period.before()))
    return change_text(overview, code)


def _aside(overview: Overview) -> str:
    """What the numbers leave out, with its sum where that may be published."""
    if not overview.has_hidden_partners:
        return ""
    return " ".join([_("Beskyttede partnere er ikke med i tallene."), *_together(overview)])


def _together(overview: Overview) -> tuple[str, ...]:
    if overview.protected_totals is None:
        return ()
    return (_("Lagt sammen kommer de til: %(visits)s besøg og %(people)s fremmøder.",
              visits=number(overview.protected_totals.visits), people=number(overview.protected_totals.attendances)),)


def _counted() -> str:
    return _("Fremmøder tæller hver gang, nogen er med, ikke forskellige mennesker. Små antal er afrundet, så ingen "
             "kan kendes på et tal: 1 til 9 bliver til 0, 5 eller 10.")


def _goals(goals: Sequence[TargetProgress]) -> tuple[str, ...]:
    return tuple(f"{AIMS[goal.target.aim]}, {period_label(goal.period)}: {progress_text(goal)}"
                 for goal in goals)


def _lines(overview: Overview, group: Group) -> tuple[Line, ...]:
    return tuple(Line(str(measure.label), _value(overview, measure.code),
                      "" if measure.is_now else number_of(measure.unit, overview.figures[measure.code].before),
                      str(measure.definition), bool(measure.part_of)) for measure in overview.measures_of(group))


def _reach_charts(overview: Overview) -> tuple[Chart, ...]:
    return (
        attendances_chart("groups", _("Fremmøder efter målgruppe"), overview.target_groups, "target_group"),
        attendances_chart("kinds", _("Fremmøder efter slags partner"), overview.kinds, "kind"),
        attendances_chart("stages", _("Fremmøder efter trin"), overview.stages, "stage"),
        missed_chart(overview, "district", _("Partnere besøgt og ikke besøgt efter bydel")),
        missed_chart(overview, "kind", _("Partnere besøgt og ikke besøgt efter slags")))


def _white_spots(overview: Overview) -> str:
    """The districts and kinds where no partner was visited."""
    empty = [label for name in ("district", "kind") for label in overview.white_spots(name)]
    return _("Hvide pletter, hvor vi ikke besøgte nogen: %(places)s.", places=", ".join(empty)) if empty else ""


def _left_out(shown: int, in_all: float | None) -> tuple[str, ...]:
    return (_("Her står %(shown)s af %(all)s.", shown=number(shown), all=number(in_all)),) \
        if in_all and shown < in_all else ()


def _small_numbers(overview: Overview) -> tuple[str, ...]:
    sentences = [
        _("Et krisecenter med tre familier kan kendes på et tal. Derfor er alle antal af mennesker på papir afrundet, "
          "før de bliver lagt sammen: én gang for hver partner, måned og slags bliver 1 til 9 til 0, 5 eller 10. "
          "Større antal står, som de er. Over tid udligner det sig: Det, der rundes op, vejer lige så meget som det, "
          "der rundes ned."),
        _("En periode er altid hele måneder, så to næsten ens perioder ikke kan trækkes fra hinanden."),
        _("Beskyttede partnere er aldrig nævnt ved navn og er ikke med i noget tal: To tal ville kunne fortælle, hvem "
          "vi besøgte hvornår. De bliver kun lagt sammen for kalenderår, der er slut, og hvor mindst tre af dem blev "
          "besøgt hvert år."),
        _("Fremmøder er ikke forskellige mennesker: Den, der er med tre gange, tæller tre gange.")]
    return (*sentences, *_together(overview))
