"""Lines of the story that are made from papers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Flask

from outreach.issued_documents.models import PaperKind
from outreach.partner_page.history import _papers

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def paper(kind: PaperKind, seconds: float, by: int = 1) -> Any:
    return SimpleNamespace(kind=kind, issued_at=AT + timedelta(seconds=seconds), issued_by_id=by, version=1,
                           public_id="bcdfghjkmnpq", issued_by=None)


def titles(*papers: Any) -> list[str]:
    return [event.title for event in _papers(papers)]


def test_documents_issued_together_are_one_line(app: Flask) -> None:
    with app.test_request_context():
        assert titles(paper(PaperKind.FOR_THEM, 0.2), paper(PaperKind.AGENDA, 0.1), paper(PaperKind.PITCH, 0)) == [
            "Partnerark og dagsorden lavet"]


def test_a_document_of_another_time_or_colleague_has_its_own_line(app: Flask) -> None:
    with app.test_request_context():
        assert titles(paper(PaperKind.FOR_THEM, 60), paper(PaperKind.PITCH, 0), paper(PaperKind.AGENDA, 59, by=2)) == [
            "Partnerark og dagsorden lavet", "Partnerark lavet", "Dagsorden lavet"]
