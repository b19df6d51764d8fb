"""How charts are written out, on screen and on paper."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from outreach.core.charts import Chart, Row
from outreach.core.i18n import in_language

MONTHS = Chart("visits", "Besøg pr. måned", ("Hos dem", "Hos os"),
               (Row("maj 2026", (3, 1), "maj", "/log?m=5"), Row("juni 2026", (1200, 0), "jun")), "Måned")


def written(app: Flask, shape: str, chart: Chart, *, paper: bool = False, language: str = "da") -> str:
    macros = app.jinja_env.get_template("macros/charts.html")
    with app.test_request_context(), in_language(language):
        macro = getattr(macros.make_module({}), shape)
        return str(macro(chart, paper=paper))


@pytest.mark.parametrize(("language", "said"), [
    ("da", "Besøg pr. måned. Flest: juni 2026 med 1.200. I alt 1.204. Alle tal står i tabellen."),
    ("en", "Besøg pr. måned. Most: juni 2026 with 1,200. 1,204 in all. Every number is in the table.")])
def test_a_picture_says_what_it_shows(app: Flask, language: str, said: str) -> None:
    assert f"<title>{said}</title>" in written(app, "columns", MONTHS, language=language)


def test_every_number_stands_in_the_table_and_rows_lead_on(app: Flask) -> None:
    text = written(app, "columns", MONTHS)
    assert re.findall(r'<td class="num">([\d.]+)</td>', text) == ["3", "1", "4", "1.200", "0", "1.200"]
    assert '<a href="/log?m=5">maj 2026</a>' in text


@pytest.mark.parametrize("shape", ["columns", "bars"])
def test_on_paper_nothing_is_folded_and_only_columns_are_a_picture(app: Flask, shape: str) -> None:
    text = written(app, shape, MONTHS, paper=True)
    assert ("<details" in text, text.count("<svg")) == (False, 1 if shape == "columns" else 0)


@pytest.mark.parametrize("shape", ["columns", "bars"])
def test_where_there_is_nothing_a_sentence_says_so(app: Flask, shape: str) -> None:
    text = written(app, shape, Chart("none", "Besøg", ("Besøg",), (), "Måned"))
    assert ("Der er ikke noget at vise for perioden." in text, "<svg" in text) == (True, False)


@pytest.mark.parametrize("shape", ["columns", "bars"])
def test_no_style_is_written_inline(app: Flask, shape: str) -> None:
    assert "style=" not in written(app, shape, MONTHS)
