"""The week proposed for the first small step, and how it is said."""

from dataclasses import dataclass
from datetime import date, timedelta

# Weeks nobody makes appointments in: Christmas and New Year (ISO week numbers).
_CLOSED_WEEKS = frozenset((52, 53, 1))
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Window:
    """A working week: its Monday, its Friday and its ISO week number."""

    monday: date
    friday: date
    week: int

    def said(self, language: str) -> str:
        """As an adverb of time: "i uge 49", "in the week of 30 November"."""
        if language == "en":
            return f"in the week of {self.monday.day} {_MONTHS[self.monday.month - 1]}"
        return f"i uge {self.week}"


#: From handing over to the first day of the week proposed: time to ask at home and answer.
_NOTICE = timedelta(days=5)


def first_step_window(on: date) -> Window:
    """The first working week that begins five days or more after the page is handed over.

    Moved past Christmas and New Year. Near the end of the calendar (year 9999) it stays where it is.
    """
    try:
        monday = on + _NOTICE
        monday += timedelta(days=-monday.weekday() % 7)
        while monday.isocalendar().week in _CLOSED_WEEKS:
            monday += timedelta(weeks=1)
        friday = monday + timedelta(days=4)
    except OverflowError:
        monday = friday = on
    return Window(monday, friday, monday.isocalendar().week)
