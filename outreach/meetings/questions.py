"""Choose six to eight questions for a meeting from the bank. Pure: the bank comes in as values.

A good handful touches every group (their everyday, their people, the library from outside, what we could do
together, terms and safety), leans the way the kind of meeting leans, asks first for what we do not know yet, and
does not ask anything twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

FEWEST, MOST = 6, 8


@dataclass(frozen=True)
class BankQuestion:
    """A question of the bank: stable key, group "A" to "E", and its place within the group."""

    key: str
    group: str
    position: int = 0


@dataclass(frozen=True)
class Knowledge:
    """What we know of the partner already, and whether it is protected."""

    knows_everyday: bool = False
    knows_people: bool = False
    knows_needs: bool = False
    knows_worries: bool = False
    knows_avoid_words: bool = False
    knows_contact: bool = False
    protected: bool = False


# How the kinds of meeting lean. A first meeting is about them; later ones are more and more about what we do
# together. No group is left out wholly: a question about safety is never out of place.
_LEANING: dict[str, dict[str, float]] = {
    "first": {"A": 3, "B": 3, "C": 1.5, "D": 2, "E": 2},
    "follow_up": {"A": 2, "B": 2, "C": 1, "D": 3, "E": 2.5},
    "knowledge": {"A": 3, "B": 3, "C": 2, "D": 2.5, "E": 1},
    "pit_stop": {"A": 2, "B": 1.5, "C": 1.5, "D": 4, "E": 2},
}

# Questions that are right at home in a kind of meeting. A question the library adds itself simply stands in
# none of these.
_AT_HOME: dict[str, frozenset[str]] = {
    "first": frozenset(
        {"a_on_your_mind", "a_ordinary_week", "b_energy_for", "b_who_are_they", "c_hear_library",
         "d_one_small_thing", "e_safety"}
    ),
    "follow_up": frozenset(
        {"a_on_your_mind", "b_when_to_visit", "b_energy_for", "d_one_small_thing", "d_link_person", "e_cancel",
         "e_who_approves"}
    ),
    "knowledge": frozenset(
        {"a_on_your_mind", "a_goes_well", "b_calm_or_joy", "c_holds_back", "d_you_can_we_cannot"}
    ),
    "pit_stop": frozenset(
        {"a_goes_well", "c_tried_before", "d_worth_the_trouble", "d_you_can_we_cannot", "d_link_person",
         "e_time_it_may_cost"}
    ),
}  # fmt: skip

# What an answer would tell us. Other questions tell what their group is about.
_TELLS = {
    "a_on_your_mind": "knows_needs",
    "a_long_wished": "knows_needs",
    "a_no_time_for": "knows_needs",
    "c_holds_back": "knows_worries",
    "c_tried_before": "knows_worries",
    "d_one_small_thing": "knows_needs",
    "d_link_person": "knows_contact",
    "e_words_to_avoid": "knows_avoid_words",
    "e_time_it_may_cost": "knows_worries",
}
_GROUP_TELLS = {"A": "knows_everyday", "B": "knows_people"}
_ABOUT_SAFETY = "e_safety"

# A question's worth: one, one more where it is at home, more where it fills a gap, less where we know the answer.
# Safety outweighs all of it with a protected partner.
_AT_HOME_WORTH, _FILLS_GAP, _KNOWN_ALREADY, _SAFETY_FIRST = 1.0, 1.5, -0.5, 10.0


def how_many(minutes: int) -> int:
    """How many questions a meeting of this length has room for: six, seven from 45 minutes, eight from 75."""
    return FEWEST + (minutes >= 45) + (minutes >= 75)


def choose_questions(
    kind: str,
    bank: Iterable[BankQuestion],
    knowledge: Knowledge,
    *,
    answered: Collection[str] = (),
    asked: Collection[str] = (),
    count: int = 7,
) -> tuple[BankQuestion, ...]:
    """The questions for the meeting, in the order of the groups.

    `answered` are keys never to ask again. `asked` are keys asked at earlier meetings: they are left out too,
    and come back only where fewer than six would remain. `count` is held between six and eight; a bank with
    less to give gives what it has. Raises ValueError for an unknown kind of meeting.
    """
    if kind not in _LEANING:
        raise ValueError(f"no such kind of meeting: {kind}")
    limit = min(max(count, FEWEST), MOST)
    open_ones = [question for question in bank if question.key not in answered]
    fresh = [question for question in open_ones if question.key not in asked]
    chosen = _pick(kind, fresh, knowledge, limit)
    if len(chosen) < FEWEST:
        again = [question for question in open_ones if question.key in asked]
        chosen += _pick(kind, again, knowledge, FEWEST - len(chosen))
    return tuple(sorted(chosen, key=_place))


def _pick(kind: str, questions: list[BankQuestion], knowledge: Knowledge, count: int) -> list[BankQuestion]:
    """First the best of every group, then whatever adds most; a group counts less with every question taken."""
    left = sorted(questions, key=lambda question: (-_worth(kind, question, knowledge), _place(question)))
    chosen: list[BankQuestion] = []
    while left and len(chosen) < count:
        taken = {group: sum(other.group == group for other in chosen) for group in {q.group for q in left}}
        best = min(
            left,
            key=lambda q: (taken[q.group] > 0, -_lean(kind, q) * _worth(kind, q, knowledge) / (1 + taken[q.group])),
        )
        chosen.append(best)
        left.remove(best)
    return chosen


def _lean(kind: str, question: BankQuestion) -> float:
    return _LEANING[kind].get(question.group, 1.0)


def _worth(kind: str, question: BankQuestion, knowledge: Knowledge) -> float:
    worth = 1.0
    if question.key in _AT_HOME[kind]:
        worth += _AT_HOME_WORTH
    tells = _TELLS.get(question.key, _GROUP_TELLS.get(question.group))
    if tells is not None:
        worth += _KNOWN_ALREADY if getattr(knowledge, tells) else _FILLS_GAP
    if question.key == _ABOUT_SAFETY and knowledge.protected:
        worth += _SAFETY_FIRST
    return worth


def _place(question: BankQuestion) -> tuple[str, int, str]:
    return (question.group, question.position, question.key)
