"""The page "Rapporter på papir": choosing, looking, taking out."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.core.pdf import PaperLimitError
from outreach.jobs.models import Job, JobState
from outreach.jobs.tasks import run_waiting_jobs
from outreach.reports import paper_views
from tests.pdf import reading
from tests.reports.paper_reading import bare, whole


@pytest.fixture
def client(demo_client: Callable[..., FlaskClient]) -> FlaskClient:
    return demo_client("Lederen")


def picture_of(page: str) -> Image.Image:
    found = re.search('src="data:image/png;base64,([^"]+)"', page)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def test_the_page_shows_the_boards_page_as_it_will_be(client: FlaskClient) -> None:
    image = picture_of(client.get("/reports/papers").text)
    assert (image.width, round(image.height / image.width, 2)) == (1040, 1.41)


def test_the_board_page_is_a_file_named_after_its_period(client: FlaskClient) -> None:
    answer = client.post("/reports/papers/board?period=2026-Q3&language=da", data={"make": "1"})
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (
        200, 'attachment; filename="bestyrelsens-side-2026-Q3.pdf"')
    assert (reading.page_count(answer.data), bare("3. kvartal 2026") in whole(answer.data)) == (1, True)


def test_a_paper_in_english_for_a_danish_reader(client: FlaskClient) -> None:
    answer = client.post("/reports/papers/board?period=2026&language=en", data={"make": "1"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="board-page-2026.pdf"'
    assert bare("The library’s work with partners, 2026") in whole(answer.data)


def test_download_of_the_page_is_audited(client: FlaskClient) -> None:
    client.post("/reports/papers/board?period=2026", data={"make": "1"})
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "report.make")).one()
    assert (entry.subject_id, {each.field: each.new for each in entry.changes}) == (
        "2026", {"kind": "board", "language": "da"})


def test_preview_makes_no_file(client: FlaskClient) -> None:
    answer = client.post("/reports/papers/board?period=2026", data={"see": "1", "learnt": ""})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.act == "report.make")) is None


def chosen(client: FlaskClient) -> str:
    """The first observation that can be chosen in the page's own period, which has one on every day of the demo."""
    select_html = client.get("/reports/papers").text.split('id="observation"')[1]
    return re.findall('value="([a-z0-9]{12})"', select_html)[0]


def test_text_that_is_too_long_says_by_how_much(client: FlaskClient) -> None:
    from outreach.reports.paper_forms import BoardForm

    most = BoardForm.observation_text.kwargs["max"]
    answer = client.post("/reports/papers/board", data={
        "make": "1", "observation": chosen(client), "observation_text": "Lang tekst. " * (most // 12),
        "learnt": "", "learnt_text": ""})
    assert answer.status_code == 200  # what the field takes, the page holds


@pytest.mark.parametrize(("text", "said"), [
    ("Hun hedder Fatima og kommer nu.", "en, der bor eller kommer hos dem?"),
    ("Skriv 010190-1234.", "Det ligner et CPR-nummer.")])
def test_texts_are_checked_for_names_and_cpr_numbers(client: FlaskClient, text: str, said: str) -> None:
    answer = client.post("/reports/papers/board", data={
        "make": "1", "observation": chosen(client), "observation_text": text})
    assert (answer.status_code, said in answer.text) == (422, True)


def test_paper_over_its_limit_is_told_with_the_words_kept(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(_sheet: object) -> None:
        raise PaperLimitError

    monkeypatch.setattr(paper_views, "make_board", too_much)
    answer = client.post("/reports/papers/board", data={
        "make": "1", "observation": chosen(client), "observation_text": "Flere låner."})
    assert (answer.status_code, "så vi stoppede det" in answer.text, "Flere låner." in answer.text) == (422, True, True)


def test_quotation_of_another_period_is_refused(client: FlaskClient) -> None:
    answer = client.post("/reports/papers/board?period=2001", data={"make": "1", "observation": chosen(client)})
    assert (answer.status_code, "Det valg findes ikke længere." in answer.text) == (422, True)


@pytest.mark.parametrize(("asked", "said"), [
    ("from=1026-01&to=2026-12", "Så langt rækker tallene ikke."), ("from=2010-01&to=2026-12", "Vælg højst 10 år"),
    ("period=2026-Q9", "Den periode kender vi ikke."), ("from=2026-05&to=2026-01", "slutter, før den begynder")])
def test_invalid_period_is_named(client: FlaskClient, asked: str, said: str) -> None:
    answer = client.get(f"/reports/papers?{asked}")
    assert (answer.status_code, said in answer.text) == (200, True)


@pytest.mark.parametrize(("language", "name", "said"), [
    ("da", "rapport-2026.pdf", "Sådan er der talt"), ("en", "report-2026.pdf", "How it was counted")])
def test_the_report_is_made_in_the_background_in_its_own_language(client: FlaskClient, language: str, name: str,
                                                                  said: str) -> None:
    page = client.post(f"/reports/papers/report?period=2026&language={language}").location or ""
    run_waiting_jobs()
    job = db.session.scalars(select(Job)).one()
    assert (page, job.state, job.file_name) == (f"/jobs/{job.public_id}", JobState.DONE, name)
    file = client.get(f"{page}/file")
    assert (file.headers["Content-Disposition"], bare(said) in whole(file.data)) == (
        f'attachment; filename="{name}"', True)


def test_filters_of_the_page_of_figures_do_not_narrow_a_paper(client: FlaskClient) -> None:
    plain, narrowed = (client.get(f"/reports/papers?period=2026{more}").text for more in ("", "&stage=glance&sector=x"))
    assert picture_of(plain).tobytes() == picture_of(narrowed).tobytes()


def test_an_empty_year_is_a_page_all_the_same(client: FlaskClient) -> None:
    answer = client.post("/reports/papers/board?period=2003", data={"make": "1"})
    assert (reading.page_count(answer.data), bare("Der er ikke noget at vise for perioden.") in whole(answer.data)) == (
        1, True)
