"""The week proposed for the first small step, and how it is said."""

from dataclasses import dataclass
from datetime import date, timedelta

from outreach.partners.times import Times

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
NOTICE = timedelta(days=5)


def first_step_window(on: date) -> Window:
    """The first working week that begins five days or more after the page is handed over.

    Moved past Christmas and New Year. Near the end of the calendar (year 9999) it stays where it is.
    """
    try:
        monday = on + NOTICE
        monday += timedelta(days=-monday.weekday() % 7)
        while monday.isocalendar().week in _CLOSED_WEEKS:
            monday += timedelta(weeks=1)
        friday = monday + timedelta(days=4)
    except OverflowError:
        monday = friday = on
    return Window(monday, friday, monday.isocalendar().week)


_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_PART_WORDS = {"da": {"morning": "en formiddag", "afternoon": "en eftermiddag", "evening": "en aften"},
               "en": {"morning": "one morning", "afternoon": "one afternoon", "evening": "one evening"}}


def time_phrase(times: Times, window: Window, language: str) -> str:
    """A time of theirs for the first step: "torsdag den 10. eller 17. december kl. 16", "en aften i uge 50, bare ikke
    onsdag"; empty where nothing is known of when it suits them."""
    language = language if language in _DAYS else "da"
    hour = _hour(times, language)
    if 0 < len(times.weekdays) <= 2:
        return f"{_dates(times, window, language)}{hour}"
    part = times.day_parts[0] if len(times.day_parts) == 1 or times.starts else ""
    if not (part or times.never or times.weekdays):
        return ""
    opening = _PART_WORDS[language].get(part, {"da": "en hverdag", "en": "one day"}[language])
    never = [_DAYS[language][day] for day in times.never]
    but = {"da": ", bare ikke {days},", "en": ", only not {days},"}[language].replace(
        "{days}", {"da": " eller ", "en": " or "}[language].join(never)) if never else ""
    return f"{opening} {window.said(language)}{hour}{but}"


def _hour(times: Times, language: str) -> str:
    if times.starts and (times.is_fixed or not _is_part_start(times)):
        hour = f"{times.starts.hour}.{times.starts.minute:02d}" if times.starts.minute else str(times.starts.hour)
        return f" kl. {hour}" if language == "da" else f" at {hour}"
    return ""


def _is_part_start(times: Times) -> bool:
    """Whether the hours are only those of a part of the day, which nobody has named."""
    return times.starts is not None and (times.starts.hour, times.starts.minute) in ((8, 0), (12, 0), (17, 0)) and (
        times.ends is not None and times.ends.hour in (12, 17, 22))


def _dates(times: Times, window: Window, language: str) -> str:
    """The first two dates of theirs in the window's week and the next that has any."""
    days = [day for offset in range(21) if times.suits(day := window.monday + timedelta(days=offset))
            and day.isocalendar().week not in _CLOSED_WEEKS][:2] or [window.monday]
    names, join = _DAYS[language], {"da": " eller ", "en": " or "}[language]
    same_day = len({day.weekday() for day in days}) == 1
    same_month = len({day.month for day in days}) == 1
    if language == "en":
        first = f"{names[days[0].weekday()]} {days[0].day}"
        more = [f"{'' if same_day else names[day.weekday()] + ' '}{day.day}" for day in days[1:]]
        if not same_month:
            return join.join(f"{names[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}" for day in days)
        return f"{join.join([first, *more])} {_MONTHS[days[0].month - 1]}"
    if not same_month:
        return join.join(f"{names[day.weekday()]} den {day.day}. {_DANISH_MONTHS[day.month - 1]}" for day in days)
    first = f"{names[days[0].weekday()]} den {days[0].day}."
    more = [f"{'' if same_day else names[day.weekday()] + ' den '}{day.day}." for day in days[1:]]
    return f"{join.join([first, *more])} {_DANISH_MONTHS[days[0].month - 1]}"
