"""Suggestions of things to bring for target groups and needs. Pure: keys of the library's own words in, lines with
their reason out.

Target groups and needs that a library has added itself have no suggestions; what they asked for last time always stands
on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

MOST = 8

PEOPLE = {
    "small_children": _l("Pegebøger, rim og en hånddukke"),
    "new_parents": _l("Babybøger og noget at synge efter"),
    "schoolchildren": _l("Tegneserier, faktabøger og et spil, der kan læres på fem minutter"),
    "young_people": _l("Grafiske romaner, et kortspil og opladere til telefoner"),
    "families_hard_time": _l("Noget, der kan blive hos dem uden lånerkort"),
    "families_apart": _l("To af samme bog, så der er én begge steder"),
    "newcomers": _l("Bøger på let dansk og billedordbøger"),
    "multilingual_families": _l("Børnebøger på de sprog, de taler derhjemme"),
    "hard_to_read": _l("Lydbøger og bøger med få ord på siden"),
    "seeking_work": _l("Hjælp til ansøgning og cv, samlet på ét ark"),
    "older_people": _l("Bøger med stor skrift og billeder fra gamle dage"),
    "missing_company": _l("En kortere historie at læse højt for flere"),
    "adults_with_disabilities": _l("Bøger med få ord, lyd og store billeder"),
    "neighbours": _l("Program for det, der sker på biblioteket tæt på dem"),
    "staff": _l("Vores nummer og lånerkort til personalet"),
}

WISHES = {
    "being_together": _l("Et spil eller en quiz, som alle kan være med i"),
    "calm": _l("Et tæppe og et roligt hjørne at læse højt i"),
    "take_home": _l("Kasse med bøger, de må beholde eller låne længe"),
    "breathing_space": _l("Kaffe, te og noget at bladre i"),
    "first_step": _l("Kort over biblioteket og billede af den, der tager imod"),
    "make_something": _l("Papir, farver og saks nok til alle"),
    "being_heard": _l("Sedler og tuscher, så alle kan vise, hvad de synes"),
    "reading_joy": _l("En bog, du selv holder af at læse højt"),
    "peace_for_school": _l("Faktabøger til det, de har om i skolen"),
    "language": _l("Dansk i hverdagen: spil og billedkort"),
    "new_in_town": _l("Kort over byen og det, der er gratis"),
    "digital": _l("En tablet med apps, der er prøvet på forhånd"),
    "look_forward": _l("Datoen for næste gang på et kort, der kan hænge"),
    "memories": _l("Billeder og genstande, der kan vække minder"),
}


@dataclass(frozen=True)
class Idea:
    """A thing to bring, and the key of the word it comes from."""

    key: str
    text: str


def ideas(people: Sequence[str], wishes: Sequence[str], most: int = MOST) -> list[Idea]:
    """Suggestions for these target groups and needs, in their order, needs and target groups by turns, each text
    once."""
    waiting = [[Idea(key, str(table[key])) for key in keys if key in table]
               for keys, table in ((people, PEOPLE), (wishes, WISHES))]
    turns = [idea for place in range(max(map(len, waiting))) for group in waiting for idea in group[place:place + 1]]
    return list({idea.text: idea for idea in turns}.values())[:most]
