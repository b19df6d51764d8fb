"""CSV and XLSX files of the log, written piece by piece in a constant amount of memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from math import ceil
from typing import IO, Any

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from outreach.core import clock
from outreach.core.csv_files import BOM, csv_lines
from outreach.core.formatting import short_date
from outreach.core.i18n import current_language
from outreach.users.models import User
from outreach.visit_log.columns import PEOPLE_COLUMNS, VISIT_COLUMNS, Cell, Column
from outreach.visit_log.filters import VisitFilters
from outreach.visit_log.queries.export_rows import find_protected_people, iter_people_lines, iter_visit_lines
from outreach.visits.models import COUNTS

Write = Callable[[bytes], None]
#: Called with how many visits are written; None where nobody knows how much is left.
Progress = Callable[[int | None], None]

#: A sheet holds 1,048,576 rows; the next million begins a sheet of its own.
_MOST_ROWS = 1_000_000
#: A cell holds 32,767 characters.
_LONGEST = 32_000
_PIECE = 256 * 1024
#: The height of a line in points, and how many characters of a sentence stand beside its term.
_LINE, _WORDS = 15, 90
_DAY = {"da": "dd.mm.yyyy", "en": "dd/mm/yyyy"}
_MONTH = {"da": "mm.yyyy", "en": "mm/yyyy"}


def write_visits_csv(filters: VisitFilters, viewer: User, write: Write, progress: Progress) -> None:
    """Write the visits as CSV in Danish number and date format, which a Danish Excel opens."""
    write(BOM + csv_lines([[column.label for column in VISIT_COLUMNS]]))
    done = 0
    for lines in iter_visit_lines(filters, viewer):
        write(csv_lines([_danish(column, column.value(line)) for column in VISIT_COLUMNS] for line in lines))
        done += len(lines)
        progress(done)


def write_people_csv(filters: VisitFilters, viewer: User, write: Write, progress: Progress) -> None:
    """People by partner and month as CSV."""
    write(BOM + csv_lines([[column.label for column in PEOPLE_COLUMNS]]))
    for rows in iter_people_lines(filters, viewer):
        write(csv_lines([_danish(column, column.value(row)) for column in PEOPLE_COLUMNS] for row in rows))
        progress(None)
    protected = find_protected_people(filters, viewer)
    if protected is not None:
        write(csv_lines([[filters.scope.period.code, _("Beskyttede partnere tilsammen"),
                          *(protected[name] for name in COUNTS)]]))


def _danish(column: Column, value: Cell) -> str:
    if isinstance(value, date):
        return value.strftime("%m.%Y" if column.kind == "month" else "%d.%m.%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def write_xlsx(filters: VisitFilters, viewer: User, words: Sequence[str], write: Write, progress: Progress) -> None:
    """Write a spreadsheet: visits, people by partner and month, and an explanation of the numbers. It is made in a
    temporary file, one row in memory at a time."""
    with tempfile.TemporaryFile() as file, _book(file) as book:
        book.set_properties({"title": _("Besøgsloggen"), "comments": ", ".join(words)})
        sheets = _Sheets(book)
        done = 0
        for number, rows in enumerate(_by_sheet(iter_visit_lines(filters, viewer)), 1):
            title = _("Besøg") if number == 1 else _("Besøg %(number)s", number=number)
            sheet = sheets.new(title, VISIT_COLUMNS)
            for row in rows:
                sheets.add(sheet, row)
                done += 1
                if done % 1000 == 0:
                    progress(done)
        progress(None)
        people = sheets.new(_("Mennesker pr. måned"), PEOPLE_COLUMNS)
        for some in iter_people_lines(filters, viewer):
            for line in some:
                sheets.add(people, line)
            progress(None)
        protected = find_protected_people(filters, viewer)
        if protected is not None:
            sheets.add_cells(people, ["", _("Beskyttede partnere tilsammen"), *(protected[name] for name in COUNTS)])
        sheets.explain(_("Om tallene"), about(filters, words))
        book.close()
        _hand_on(file, write, lambda: progress(None))


@contextmanager
def _book(file: IO[bytes]) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that keeps one row in memory. Its temporary sheet files are closed and removed also where the work
    stops early."""
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {
            "constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False})
        try:
            yield book
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None:
                    sheet.row_data_fh.close()


def about(filters: VisitFilters, words: Sequence[str]) -> list[tuple[str, str]]:
    """The explanation of a file: (term, sentence)."""
    rows = [
        (_("Valgt"), ", ".join(words)),
        (_("Lavet den"), short_date(clock.today())),
        (_("Besøg"), _("Et besøg er en linje. Fælles besøg står én gang, med alle partnerne. Hvem en partner var, er "
                       "som den stod ved besøget.")),
        (_("Minutter og timer"), _("Vores tid for alle os, der tog med, tilsammen. Det er en indsats, ikke et "
                                   "resultat.")),
        (_("Mennesker"), _("Fremmøder, ikke forskellige mennesker: Den, der kom to gange, tæller to gange. Ved fælles "
                           "besøg tæller de hos den første partner.")),
        (_("Små tal"), _("1 til 9 er afrundet til 0, 5 eller 10, én gang for hver partner, måned og slags. Større tal "
                         "står, som de er. Derfor står mennesker for hele måneder og ikke ved det enkelte besøg.")),
        (_("Hele måneder"), _("Mennesker pr. måned er hele måneden hos de partnere, der er valgt, også når kun nogle "
                              "af månedens besøg er med.")),
    ]
    if filters.is_whole_period:
        rows.append((_("Beskyttede partnere"), _("Deres besøg er ikke med. Mennesker hos dem står lagt sammen på én "
                                                 "linje, når perioden er hele kalenderår, der er slut, og mindst tre "
                                                 "af dem blev besøgt hvert år.")))
    else:
        rows.append((_("Beskyttede partnere"), _("Deres besøg er ikke med, og når kun noget af loggen er valgt, er "
                                                 "de heller ikke med i en sum.")))
    return rows


def _by_sheet(lines: Iterable[Sequence[Any]]) -> Iterator[Iterator[Any]]:
    """The rows of each sheet; one sheet with a head only where there are none."""
    rows = (row for some in lines for row in some)
    first = next(rows, None)
    if first is None:
        yield iter(())
    while first is not None:
        left = _MOST_ROWS - 1

        def sheet(row: Any = first) -> Iterator[Any]:
            nonlocal left
            yield row
            while left and (after := next(rows, None)) is not None:
                left -= 1
                yield after

        yield sheet()
        first = next(rows, None)


class _Sheets:
    """The sheets of a workbook; formats are made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        language = current_language()
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F6EEDC"}
        self._head, self._number_head = book.add_format(head), book.add_format({**head, "align": "right"})
        self._formats = {
            "day": book.add_format({"num_format": _DAY[language], "align": "left"}),
            "month": book.add_format({"num_format": _MONTH[language], "align": "left"}),
            "number": book.add_format({"num_format": "#,##0"}), "hours": book.add_format({"num_format": "#,##0.00"}),
            "text": book.add_format({"num_format": "@"}), "wrapped": book.add_format({"text_wrap": True,
                                                                                     "valign": "top"})}
        self._columns: dict[Any, Sequence[Column]] = {}
        self._rows: dict[Any, int] = {}

    def new(self, title: str, columns: Sequence[Column]) -> Worksheet:
        """Add a sheet with a frozen header row."""
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_row(0, 2 * _LINE)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, str(column.label),
                               self._number_head if column.kind in {"number", "hours"} else self._head)
        self._columns[sheet], self._rows[sheet] = columns, 1
        return sheet

    def add(self, sheet: Worksheet, row: Any) -> None:
        """Append a row."""
        self.add_cells(sheet, [column.value(row) for column in self._columns[sheet]])

    def add_cells(self, sheet: Worksheet, cells: Sequence[Cell]) -> None:
        """Append a row given as cells."""
        row = self._rows[sheet]
        self._rows[sheet] += 1
        for at, (column, value) in enumerate(zip(self._columns[sheet], cells, strict=True)):
            if isinstance(value, date):
                sheet.write_datetime(row, at, value, self._formats[column.kind])
            elif isinstance(value, str):
                if value:
                    sheet.write_string(row, at, value[:_LONGEST], self._formats["text"])
            else:
                sheet.write_number(row, at, value, self._formats[column.kind])

    def explain(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Add a sheet of terms and sentences."""
        sheet = self._book.add_worksheet(title)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, _WORDS)
        for at, (term, sentence) in enumerate(rows):
            # Not every program makes room by itself for a sentence that needs more than one line.
            sheet.set_row(at, _LINE * ceil(max(len(sentence[:_LONGEST]), 1) / (_WORDS - 10)))
            sheet.write_string(at, 0, term, self._head)
            sheet.write_string(at, 1, sentence[:_LONGEST], self._formats["wrapped"])


def _hand_on(file: IO[bytes], write: Write, after_piece: Callable[[], None]) -> None:
    file.seek(0)
    while piece := file.read(_PIECE):
        write(piece)
        after_piece()
