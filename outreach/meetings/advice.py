"""Dos and don'ts for a meeting, and who does what: for our own preparation sheet. Pure.

From Randers Library's booklet on the good meeting with families, and from the course slides on the first meeting
with a partner. Each piece of advice says when it fits; the ones that fit most closely come first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from outreach.core.danish_words import fold

MOST = 4
# With fewer than this the sheet looks bare; the general advice always fills up to it.
FEWEST = 3


@dataclass(frozen=True)
class Advice:
    """A piece of advice in both languages. It fits where all of `when` are facts of the meeting.

    Facts: the meeting's kind (first, follow_up, knowledge, pit_stop), the people (families, children, young, old,
    newcomers), the partner (protected, acute, several).
    """

    key: str
    da: str
    en: str
    when: frozenset[str] = frozenset()

    def text(self, language: str) -> str:
        """The advice in "da" or "en"."""
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class FittingAdvice:
    """Three or four of each, as plain texts in the sheet's language, the closest fit first."""

    dos: tuple[str, ...]
    donts: tuple[str, ...]


def _advice(key: str, da: str, en: str, *when: str) -> Advice:
    return Advice(key, da, en, frozenset(when))


DOS: tuple[Advice, ...] = (
    _advice(
        "agree_what_may_be_told",
        "Aftal det første: Hvad må vi skrive ned, sige videre og tage billeder af?",
        "Agree first: what may we write down, pass on and take pictures of?",
        "protected",
    ),
    _advice(
        "know_each_other_first",
        "Lad målet være at lære hinanden at kende. Lidt forvirring i starten hører med.",
        "Let the aim be to get to know each other. A little confusion at the start is part of it.",
        "first",
    ),
    _advice(
        "their_item_first",
        "Lad dem begynde, og lad dem ændre retningen undervejs.",
        "Let them begin, and let them change direction on the way.",
        "first",
    ),
    _advice(
        "go_with_and_ahead",
        "Gå med, og gå foran i små skridt: først ting med hjem, siden en aften med mad og rundvisning.",
        "Go with them and ahead of them in small steps: first things to take home, later an evening with food.",
        "families",
    ),
    _advice(
        "take_by_the_hand",
        "Tænk på, hvad en træt forælder kan nå med et barn i hånden.",
        "Think of what a tired parent can manage with a child by the hand.",
        "families",
        "children",
    ),
    _advice(
        "young_from_the_start",
        "Spørg, hvordan de unge kan være med fra starten – gennem dem, der kender dem.",
        "Ask how the young can be part of it from the start, through those who know them.",
        "young",
    ),
    _advice(
        "memories_and_rhythm",
        "Spørg til husets rytme: Hvornår på dagen er der kræfter og ro?",
        "Ask about the rhythm of the house: when in the day is there energy and calm?",
        "old",
    ),
    _advice(
        "language_and_pictures",
        "Tag noget med, der kan ses og røres ved. Det siger mere end en folder.",
        "Bring something that can be seen and touched. It says more than a leaflet.",
        "newcomers",
    ),
    _advice(
        "plan_for_acute",
        "Aftal, hvordan I aflyser uden dårlig samvittighed, når dagen vælter.",
        "Agree how to cancel without a bad conscience when the day turns over.",
        "acute",
    ),
    _advice(
        "promises_first",
        "Begynd med det, vi lovede sidst. Er noget ikke sket, så sig det selv.",
        "Begin with what we promised last time. If something has not happened, say so yourself.",
        "follow_up",
    ),
    _advice(
        "tell_what_we_can",
        "Vis, hvad der er nyt hos os, og spørg, hvordan de bedst giver det videre.",
        "Show what is new with us, and ask how they can best pass it on.",
        "knowledge",
    ),
    _advice(
        "new_eyes",
        "Få nye øjne med: Lad en anden end projektets folk stille spørgsmålene.",
        "Bring new eyes: let somebody outside the project ask the questions.",
        "pit_stop",
    ),
    _advice(
        "adjust_the_aim",
        "Hold målet frem, og ret det til efter det, I har set ske.",
        "Hold up the aim, and adjust it to what you have seen happen.",
        "pit_stop",
    ),
    _advice(
        "room_for_every_partner",
        "Giv hver af dem lige lang tid til at fortælle, før I finder det fælles.",
        "Give each of them the same time to tell, before you look for what you share.",
        "several",
    ),
    _advice(
        "listen",
        "Lyt mest. Skriv deres egne ord ned, som de siger dem.",
        "Listen most of the time. Write down their own words as they say them.",
    ),
    _advice(
        "institution_as_link",
        "Lad dem være bindeleddet: De kender dem, de er der for. Det gør vi ikke.",
        "Let them be the link: they know the people they are there for. We do not.",
    ),
    _advice(
        "one_small_thing",
        "Gå derfra med én lille ting, en dato og et navn – eller et klart nej tak.",
        "Leave with one small thing, a date and a name, or a clear no thank you.",
    ),
    _advice(
        "common_third",
        "Tal om biblioteket som et sted at være sammen om noget, ikke som et hus med regler.",
        "Talk of the library as a place to share something, not as a house with rules.",
    ),
)

DONTS: tuple[Advice, ...] = (
    _advice(
        "no_address_out_loud",
        "Nævn ikke stedet ved navn for andre, heller ikke i kalenderen eller på telefonen.",
        "Do not name the place to others, nor in your calendar or on the phone.",
        "protected",
    ),
    _advice(
        "no_pictures",
        "Tag ingen billeder, og spørg ikke, hvem der bor der.",
        "Take no pictures, and do not ask who lives there.",
        "protected",
    ),
    _advice(
        "no_selling",
        "Tal ikke biblioteket op. Ét tilbud, de kan se for sig, er nok.",
        "Do not sell the library. One offer they can picture is enough.",
        "first",
    ),
    _advice(
        "no_drowning",
        "Drukn dem ikke i praktik. Det praktiske kan komme, når de har sagt ja.",
        "Do not drown them in practicalities. Those can come once they have said yes.",
        "first",
    ),
    _advice(
        "no_questionnaires",
        "Ingen spørgeskemaer og interview med familierne. De har nok i bare at være.",
        "No questionnaires or interviews with the families. Just being there is enough for them.",
        "families",
    ),
    _advice(
        "not_about_the_young_without_them",
        "Læg ikke det hele fast på forhånd. De unge mærker, når alt er besluttet.",
        "Do not settle everything beforehand. The young can tell when it is all decided.",
        "young",
    ),
    _advice(
        "no_full_calendar",
        "Lov ikke en tæt plan. Har de akutte dage, skal planen kunne tåle det.",
        "Do not promise a tight plan. If their days are acute, the plan must stand it.",
        "acute",
    ),
    _advice(
        "no_new_before_old",
        "Kom ikke med noget nyt, før det gamle er gjort op.",
        "Do not bring anything new before the old is settled.",
        "follow_up",
    ),
    _advice(
        "no_defence",
        "Forsvar os ikke, når de fortæller, hvad der ikke virkede.",
        "Do not defend us when they tell what did not work.",
        "pit_stop",
    ),
    _advice(
        "no_theory",
        "Lad ikke metode og fine ord overdøve deres daglige arbejde.",
        "Do not let method and fine words drown out their daily work.",
        "knowledge",
    ),
    _advice(
        "no_library_talk",
        "Ikke noget bibliotekssprog: Sig bøger og spil, ikke materialer.",
        "No library talk: say books and games, not materials.",
    ),
    _advice(
        "no_names_or_cases",
        "Spørg aldrig til navne eller sager, og skriv dem ikke, hvis de bliver nævnt.",
        "Never ask for names or cases, and do not write them down if they are mentioned.",
    ),
    _advice(
        "no_words_they_do_not_use",
        "Brug ikke ord om dem, de er der for, som de ikke selv bruger.",
        "Do not use words about their people that they do not use themselves.",
    ),
    _advice(
        "no_promises_for_others",
        "Lov ikke noget på en kollegas vegne. Sig, hvornår du vender tilbage.",
        "Promise nothing on a colleague's behalf. Say when you will get back to them.",
    ),
)

# Word parts that tell from a target group's label, in either language, whom a partner is there for. A space in
# front asks for the beginning of a word: "ældre" also stands in "forældre".
_PEOPLE = {
    "families": ("famili", "forældre", "mødre", "fædre", "parent"),
    "children": ("børn", "barn", "child", "spæd", "baby"),
    "young": (" unge", "teenage", " young", "youth"),
    "old": (" ældre", "senior", "pensionist", " older", "demens"),
    "newcomers": ("nye i danmark", "flygtning", "sprog", "newcomer", "new in denmark", "language", "lingual"),
}


def fitting_advice(facts: Collection[str], language: str = "da") -> FittingAdvice:
    """Three or four dos and three or four don'ts that fit these facts (see `Advice`), in "da" or "en"."""
    return FittingAdvice(_fitting(DOS, facts, language), _fitting(DONTS, facts, language))


def people_facts(labels: Iterable[str]) -> frozenset[str]:
    """Facts about the people, read from the labels of a partner's target groups in either language."""
    texts = [f" {fold(label)}" for label in labels]
    return frozenset(fact for fact, parts in _PEOPLE.items() if any(part in text for part in parts for text in texts))


def _fitting(advice: Sequence[Advice], facts: Collection[str], language: str) -> tuple[str, ...]:
    """The closest fits: more conditions first, then the order they stand in; one general piece always has room."""
    special = sorted(
        (each for each in advice if each.when and each.when <= set(facts)), key=lambda each: -len(each.when)
    )
    general = [each for each in advice if not each.when]
    # One place is kept for what holds at any meeting: listening, and no library talk.
    taken = special[: MOST - 1]
    taken += general[: max(FEWEST - len(taken), 1)]
    return tuple(each.text(language) for each in taken)


@dataclass(frozen=True)
class RoleLine:
    """A role at the meeting: stable key, the question it answers in the sheet's language, and who has it.

    `who` is empty where nobody is named yet.
    """

    key: Literal["asks", "writes", "keeps_time"]
    title: str
    who: str


_ROLES = (
    ("asks", "Hvem spørger?", "Who asks?"),
    ("writes", "Hvem skriver?", "Who writes?"),
    ("keeps_time", "Hvem holder øje med tiden?", "Who keeps an eye on the time?"),
)


def suggest_roles(ours: Sequence[str], language: str = "da") -> tuple[RoleLine, ...]:
    """Who of ours asks, writes and keeps the time. `ours` are names, the meeting's owner first.

    Who asks should not also write: with two of us the second writes and keeps the time, with three each has one.
    Alone, one has all three.
    """
    names = list(dict.fromkeys(name for name in ours if name.strip()))
    seats = {0: ("", "", ""), 1: names * 3, 2: [*names, *names[1:]]}.get(len(names), names[:3])
    return tuple(
        RoleLine(key, english if language == "en" else danish, who)  # type: ignore[arg-type]
        for (key, danish, english), who in zip(_ROLES, seats, strict=True)
    )
