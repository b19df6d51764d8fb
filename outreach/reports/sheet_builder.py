"""From the overview to the plain values of the two papers. Called in the language of the paper.

Every number comes from the same overview as the page "Tal" shows, made of a scope that leaves the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from outreach.core.charts import Chart, Row, thinned
from outreach.core.formatting import number, plain_date
from outreach.core.i18n import current_language
from outreach.reports.filters import Option
from outreach.reports.labels import (
    AIMS,
    PLACES,
    beside,
    month_label,
    named,
    number_of,
    period_label,
    standing_in_words,
)
from outreach.reports.measures import GROUPS, MEASURES, Group, of_group
from outreach.reports.periods import Period
from outreach.reports.queries.overview import Overview, Reach
from outreach.reports.queries.quotations import Words
from outreach.reports.queries.targets import Standing
from outreach.reports.sheet import BoardSheet, Line, Number, Part, ReportSheet, Told
from outreach.visits.labels import KINDS, SURENESS
from outreach.visits.models import COUNTS, HELD, VisitKind

#: What a board asks first.
BOARD = ("visits", "partners_visited", "people", "hours", "promises_ours", "observations")
#: A period of more months is drawn by the year.
_MOST_MONTHS = 24
#: Goals on the board's page; those that end last.
_MOST_GOALS = 4
_KEPT = ("in_time", "late", "broken", "overdue")


def board_sheet(overview: Overview, *, library_name: str, observation: Told, learnt: Told, goals: Sequence[Standing],
                today: date) -> BoardSheet:
    """The board's page."""
    period = overview.scope.period
    return BoardSheet(
        language=current_language(), library_name=library_name, title=_title(period), so_far=so_far(period, today),
        numbers=_numbers(overview),
        chart=visits_chart(overview, by_kind=False), aside=_aside(overview), observation=observation, learnt=learnt,
        goals=_goals(goals)[-_MOST_GOALS:], counted=_counted(), made_on=today)


def report_sheet(overview: Overview, *, library_name: str, observations: Sequence[Words], learnt: Sequence[Words],
                 learnt_in_all: int, goals: Sequence[Standing], today: date) -> ReportSheet:
    """The full report."""
    period = overview.scope.period
    told = {Group.OUTCOMES: tuple(told_of(each) for each in observations),
            Group.LEARNING: tuple(told_of(each) for each in learnt)}
    notes = {Group.OUTPUTS: (_aside(overview),), Group.REACH: (_white_spots(overview),),
             Group.OUTCOMES: _left_out(len(observations), overview.figures["observations"].value),
             Group.LEARNING: _left_out(len(learnt), learnt_in_all)}
    columns = {Group.OUTPUTS: (visits_chart(overview, by_kind=True),)}
    bars = {Group.REACH: _reach_charts(overview), Group.OUTPUTS: (_moves_chart(overview),),
            Group.RELIABILITY: (_kept_chart(overview),)}
    return ReportSheet(
        language=current_language(), library_name=library_name, title=_title(period), so_far=so_far(period, today),
        period=period_label(period), before=period_label(period.before()), numbers=_numbers(overview),
        parts=tuple(Part(group.value, str(title), str(lead), _lines(overview, group), columns.get(group, ()),
                         bars.get(group, ()), tuple(each for each in notes.get(group, ()) if each),
                         told.get(group, ()))
                    for group, (title, lead) in GROUPS.items()),
        goals=_goals(goals), small=_small_numbers(overview), made_on=today)


def so_far(period: Period, today: date) -> str:
    """That a period is not over yet; '' where it is."""
    if today < period.first:
        return _("Perioden er ikke begyndt.")
    return _("Til og med %(day)s; perioden er ikke slut.", day=plain_date(today)) if today <= period.ends_on else ""


def told_of(words: Words) -> Told:
    """Words with the role and the month; how sure only where they did not see it themselves."""
    month = month_label(words.on)
    sure = str(SURENESS[words.sureness]).lower() if words.sureness and words.sureness.value != "saw" else ""
    return Told(words.text, " · ".join(each for each in (words.role, month, sure) if each))


def visits_chart(overview: Overview, *, by_kind: bool) -> Chart:
    """Visits along time: by month, and a long period by year."""
    labels = tuple(str(KINDS[VisitKind(kind)]) for kind in HELD) if by_kind else (_("Besøg"),)
    by_year = overview.scope.period.months > _MOST_MONTHS
    sums: dict[date, list[int]] = {}
    for each in overview.months:
        row = sums.setdefault(each.month.replace(month=1) if by_year else each.month, [0] * len(labels))
        for at, count in enumerate(each.held[kind] for kind in HELD):
            row[at if by_kind else 0] += count
    long, short = ("y", "y") if by_year else ("MMMM y", "MMM" if len(sums) <= 12 else "MMM yy")
    shorts = thinned([named(month, short).rstrip(".") for month in sums])
    return Chart("visits", _("Besøg pr. år") if by_year else _("Besøg pr. måned"), labels,
                 tuple(Row(named(month, long), tuple(counts), shorts[at])
                       for at, (month, counts) in enumerate(sums.items())), _("År") if by_year else _("Måned"))


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
    return beside(overview, code)


def _aside(overview: Overview) -> str:
    """What the numbers leave out, and what it comes to where that may be told."""
    if not overview.leaves_out:
        return ""
    return " ".join([_("Beskyttede partnere er ikke med i tallene."), *_together(overview)])


def _together(overview: Overview) -> tuple[str, ...]:
    if overview.closed is None:
        return ()
    return (_("Lagt sammen kommer de til: %(visits)s besøg og %(people)s fremmøder.",
              visits=number(overview.closed.visits), people=number(overview.closed.attendances)),)


def _counted() -> str:
    return _("Fremmøder tæller hver gang, nogen er med, ikke forskellige mennesker. Små antal er afrundet, så ingen "
             "kan kendes på et tal: 1 til 9 bliver til 0, 5 eller 10.")


def _goals(standings: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(f"{AIMS[each.target.aim]}, {period_label(each.period)}: {standing_in_words(each)}"
                 for each in standings)


def _lines(overview: Overview, group: Group) -> tuple[Line, ...]:
    lines = []
    for measure in of_group(group):
        if measure.code == "cost" and overview.hourly_rate is None:
            continue
        figure = overview.figures[measure.code]
        before = "" if measure.is_now else number_of(measure.unit, figure.before)
        lines.append(Line(str(measure.label), number_of(measure.unit, figure.value), before, str(measure.definition),
                          bool(measure.part_of)))
    return tuple(lines)


def _label(option: Option | None) -> str:
    return option.label if option else _("Ikke noteret")


def _reach_chart(key: str, title: str, head: str, reach: Sequence[Reach]) -> Chart:
    return Chart(key, title, (_("Fremmøder"),), tuple(Row(_label(each.option), (each.attendances,)) for each in reach),
                 head)


def _reach_charts(overview: Overview) -> tuple[Chart, ...]:
    return (
        _reach_chart("groups", _("Fremmøder efter målgruppe"), _("Målgruppe"), overview.target_groups),
        _reach_chart("kinds", _("Fremmøder efter slags partner"), _("Slags partner"), overview.kinds),
        _reach_chart("stages", _("Fremmøder efter trin"), _("Trin"), overview.stages),
        _spots_chart(overview, "district", _("Partnere besøgt og ikke besøgt efter bydel"), _("Bydel")),
        _spots_chart(overview, "kind", _("Partnere besøgt og ikke besøgt efter slags"), _("Slags partner")))


def _spots_chart(overview: Overview, dimension: str, title: str, head: str) -> Chart:
    return Chart(f"spots-{dimension}", title, (_("Besøgt"), _("Ikke besøgt")),
                 tuple(Row(_label(option), (reached, missed))
                       for option, reached, missed in overview.spots_by(dimension)), head)


def _white_spots(overview: Overview) -> str:
    """The districts and kinds of which nobody was visited."""
    empty = [label for name in ("district", "kind") for label in overview.white_spots(name)]
    return _("Hvide pletter, hvor vi ikke besøgte nogen: %(places)s.", places=", ".join(empty)) if empty else ""


def _moves_chart(overview: Overview) -> Chart:
    return Chart("moves", _("Partnere, der skiftede trin"), (_("Gange"),),
                 tuple(Row(each.label, (each.count,)) for each in overview.moves), _("Fra og til"))


def _kept_chart(overview: Overview) -> Chart:
    sides = {"ours": _("Vores tilsagn"), "theirs": _("Deres tilsagn")}
    return Chart("kept", _("Tilsagn, der skulle være holdt"), tuple(str(PLACES[each]).capitalize() for each in _KEPT),
                 tuple(Row(label, tuple(getattr(overview.kept[side], each) for each in _KEPT))
                       for side, label in sides.items()), _("Fra"))


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
