"""The catalogue of measures: each named for what it is, with its definition and its unit. Pure.

Effort is what we put in, reach whom we met, outputs what we did, outcomes what partner staff saw change. An input is no
output, and an output no outcome, so they stand in groups apart.

A hidden partner (protected, and not open to the viewer; on paper every protected one) is in no measure, so each number
is that of the rows one can open, and two numbers never tell of it. What all hidden partners come to together stands
beside the figures, for calendar years that are over (`queries/protected_totals.py`).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.visits.labels import KINDS
from outreach.visits.models import VisitKind


class Group(enum.Enum):
    """Groups of measures."""

    EFFORT = "effort"
    REACH = "reach"
    OUTPUTS = "outputs"
    RELIABILITY = "reliability"
    OUTCOMES = "outcomes"
    LEARNING = "learning"


class Unit(enum.Enum):
    """The unit of a value: minutes are shown as hours, per cent as whole numbers."""

    NUMBER = "number"
    MINUTES = "minutes"
    CROWNS = "crowns"
    PERCENT = "percent"
    DAYS = "days"


@dataclass(frozen=True)
class Measure:
    """One measure. `part_of` is the code of the measure that this one is a part of, if any. `is_now` says that it is
    about today, whatever the period, and so has nothing to compare with."""

    code: str
    group: Group
    label: Any
    definition: Any
    unit: Unit = Unit.NUMBER
    part_of: str = ""
    is_now: bool = False


GROUPS = {
    Group.EFFORT: (_l("Indsats"), _l("Hvad vi selv lægger i det.")),
    Group.REACH: (_l("Hvem vi når"), _l("Partnere og fremmøder. Ét menneske, der er med tre gange, er tre fremmøder.")),
    Group.OUTPUTS: (_l("Det, vi gør"), _l("Hvad der kom ud af indsatsen. Det siger endnu ikke, hvad det førte til.")),
    Group.RELIABILITY: (_l("Til at stole på"), _l("Om det, der bliver lovet, også bliver gjort – af os og af dem.")),
    Group.OUTCOMES: (_l("Virkning"), _l("Hvad partnernes medarbejdere har set ændre sig for mennesker.")),
    Group.LEARNING: (_l("Det, vi lærte"), _l("Hvad vi vil gøre anderledes næste gang.")),
}

_ATTENDED = _l("Fremmøder ved holdte besøg: Den, der er med tre gange, tæller tre gange. Der står aldrig, hvor mange "
               "forskellige mennesker det er, for det ved vi ikke.")

MEASURES: dict[str, Measure] = {measure.code: measure for measure in (
    Measure("hours", Group.EFFORT, _l("Timer i alt"), _l(
        "Vores egen tid på holdte besøg, alle kolleger lagt sammen: forberedelse, transport og tid hos dem."),
        Unit.MINUTES),
    Measure("hours_preparation", Group.EFFORT, _l("Forberedelse"), _l(
        "Den del af timerne, der gik før besøget."), Unit.MINUTES, "hours"),
    Measure("hours_travel", Group.EFFORT, _l("Transport"), _l(
        "Den del af timerne, der gik på vejen."),
        Unit.MINUTES, "hours"),
    Measure("hours_there", Group.EFFORT, _l("Ude hos dem"), _l(
        "Den del af timerne, hvor vi var sammen med dem."),
        Unit.MINUTES, "hours"),
    Measure("cost", Group.EFFORT, _l("Hvad timerne koster"), _l(
        "Timer i alt gange den timepris, der gælder nu. Uden timepris står der intet beløb."), Unit.CROWNS),

    Measure("partners_visited", Group.REACH, _l("Partnere besøgt"), _l(
        "Forskellige partnere, der var med ved mindst ét holdt besøg. Én partner tæller én gang.")),
    Measure("people", Group.REACH, _l("Fremmøder"), _l(
        "Børn, unge og voksne lagt sammen. Det er fremmøder, ikke forskellige mennesker: Den, der er med tre gange, "
        "tæller tre gange. Familier og fagfolk står for sig selv.")),
    Measure("children", Group.REACH, _l("Børn"), _ATTENDED, part_of="people"),
    Measure("young_people", Group.REACH, _l("Unge"), _ATTENDED, part_of="people"),
    Measure("adults", Group.REACH, _l("Voksne"), _ATTENDED, part_of="people"),
    Measure("families", Group.REACH, _l("Familier"), _l(
        "Familier, der var med ved holdte besøg, hver gang de var med. De enkelte tælles også som børn, unge og "
        "voksne.")),
    Measure("professionals", Group.REACH, _l("Fagfolk"), _l(
        "Partnernes medarbejdere, der var med ved holdte besøg, hver gang de var med.")),

    Measure("visits", Group.OUTPUTS, _l("Besøg holdt"), _l(
        "Besøg, der er noteret som holdt. Et besøg sammen med flere partnere tæller én gang.")),
    Measure("visits_visit_day", Group.OUTPUTS, KINDS[VisitKind.VISIT_DAY], _l("Holdte besøg af den slags."),
            part_of="visits"),
    Measure("visits_after_hours", Group.OUTPUTS, KINDS[VisitKind.AFTER_HOURS], _l("Holdte besøg af den slags."),
            part_of="visits"),
    Measure("visits_delivery", Group.OUTPUTS, KINDS[VisitKind.DELIVERY], _l("Holdte besøg af den slags."),
            part_of="visits"),
    Measure("visits_they_visit", Group.OUTPUTS, KINDS[VisitKind.THEY_VISIT], _l("Holdte besøg af den slags."),
            part_of="visits"),
    Measure("things_lent", Group.OUTPUTS, _l("Ting lånt ud"), _l(
        "Stykker, der blev lånt ud ved holdte besøg, også dem, der er kommet tilbage.")),
    Measure("things_given", Group.OUTPUTS, _l("Ting givet"), _l("Stykker, de fik lov at beholde ved holdte besøg.")),
    Measure("offers_shown", Group.OUTPUTS, _l("Tilbud vist"), _l(
        "Hver gang et af vores tilbud blev vist ved et holdt besøg.")),
    Measure("cards_made", Group.OUTPUTS, _l("Lånerkort lavet"), _l("Lånerkort, der blev lavet ved holdte besøg.")),
    Measure("pitched", Group.OUTPUTS, _l("Fik et partnerark"), _l(
        "Partnere, der fik et partnerark i perioden. Første led på vejen fra ark til møde til tilsagn.")),
    Measure("pitched_met", Group.OUTPUTS, _l("… og mødtes med os"), _l(
        "Dem af de partnere, vi derefter holdt møde med, inden perioden sluttede."), part_of="pitched"),
    Measure("pitched_promised", Group.OUTPUTS, _l("… og fik eller gav et tilsagn"), _l(
        "Dem af de partnere, hvor de eller vi derefter gav et tilsagn på eller efter det møde, inden perioden "
        "sluttede. Et ”måske” er ikke et tilsagn."), part_of="pitched_met"),

    Measure("promises_ours", Group.RELIABILITY, _l("Vores tilsagn holdt til tiden"), _l(
        "Af de tilsagn fra os, der skulle være holdt i perioden: hvor mange der blev holdt senest på dagen. Et "
        "tilsagn uden dag hører til den dag, det blev afgjort. ”Måske” og det, begge gav slip på, tæller ikke med."),
        Unit.PERCENT),
    Measure("promises_theirs", Group.RELIABILITY, _l("Deres tilsagn holdt til tiden"), _l(
        "Det samme for partnernes tilsagn til os. De to tal står hver for sig og bliver aldrig lagt sammen."),
        Unit.PERCENT),
    Measure("follow_up_days", Group.RELIABILITY, _l("Dage til første opfølgning"), _l(
        "Fra et holdt møde i perioden til den første opfølgning fra mødet var gjort. Det midterste tal (medianen): "
        "Halvdelen gik hurtigere. Møder uden en gjort opfølgning er ikke med."), Unit.DAYS),
    Measure("cancelled_by_partner", Group.RELIABILITY, _l("Besøg, de måtte aflyse"), _l(
        "En aflysning er ingen fejl. Partnere har akutte dage, og tallet hjælper os med at planlægge.")),
    Measure("cancelled_by_library", Group.RELIABILITY, _l("Besøg, vi måtte aflyse"), _l(
        "En aflysning er ingen fejl, men partneren havde gjort plads til os.")),
    Measure("silent", Group.RELIABILITY, _l("Partnere uden kontakt i lang tid"), _l(
        "Partnere, hvor der i dag er gået længere siden sidste kontakt, end trinnets rytme siger. Dem, vi lader være "
        "i fred, tæller ikke."), is_now=True),

    Measure("observations", Group.OUTCOMES, _l("Observationer fra partnere"), _l(
        "Noget, en medarbejder hos en partner har set ændre sig. Vi spørger aldrig familierne selv. Tallet siger, "
        "hvor mange der er noteret – selve virkningen står i ordene.")),
    Measure("observations_saw", Group.OUTCOMES, _l("Har selv set det"), _l("Den, der fortalte det, så det selv."),
            part_of="observations"),
    Measure("observations_heard", Group.OUTCOMES, _l("Har hørt det"), _l(
        "Den, der fortalte det, havde det fra andre."), part_of="observations"),
    Measure("observations_thinks", Group.OUTCOMES, _l("Tror det"), _l(
        "Den, der fortalte det, er ikke sikker."), part_of="observations"),

    Measure("learnt", Group.LEARNING, _l("Besøg, vi lærte noget af"), _l(
        "Holdte besøg, hvor der er skrevet, hvad vi lærte. Læs dem: Tallet siger kun, hvor mange der er.")),
)}


def of_group(group: Group) -> list[Measure]:
    """The measures of one group, in order."""
    return [measure for measure in MEASURES.values() if measure.group is group]


def parts_of(code: str) -> list[Measure]:
    """The measures that are parts of another, in order."""
    return [measure for measure in MEASURES.values() if measure.part_of == code]
