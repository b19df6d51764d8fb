"""Issued documents: versions, lists, and access only for users who may see every partner on them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.formatting import search_key, sort_key
from outreach.issued_documents import queries, service
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.partners.models import Partner
from outreach.partners.protection import PartnerHiddenError


@pytest.fixture
def owner(make_user):
    return make_user(name="Børnebibliotekaren")


@pytest.fixture
def partners(app, owner):
    """Two partners by name: one anybody sees, one only its owner does. Values are (inner key, public id)."""
    with transactions.writing():
        made = [Partner(name=name, sort_key=sort_key(name), search_key=search_key(name), is_protected=hidden,
                        owner_id=owner.id) for name, hidden in (("Familiehuset", False), ("Huset bag muren", True))]
        db.session.add_all(made)
        db.session.flush()
        return {each.name: (each.id, each.public_id) for each in made}


@pytest.fixture
def issue_document(owner, partners):
    """issue_document(kind=…, source=…, pdf=…, on=[names], **values) -> the paper's public id."""

    def make(kind=PaperKind.AGENDA, source="source234567", pdf=b"%PDF-1.7 one", on=("Familiehuset",), **values):
        with transactions.writing():
            return service.issue_document(
                kind=kind, source=source, sheet_values=values, language="da", template_version=1, pdf=pdf,
                partner_ids=[partners[name][0] for name in on], by=owner).public_id

    return make


def test_equal_values_give_the_same_document(issue_document):
    assert issue_document(title="A") == issue_document(title="A", pdf=b"%PDF-1.7 other bytes")


def test_changed_values_make_the_next_version(app, issue_document):
    for title in ("A", "B"):
        issue_document(title=title)
    assert [each.version for each in queries.list_versions(PaperKind.AGENDA, "source234567")] == [2, 1]


def test_versions_are_counted_per_kind_and_source(app, issue_document):
    issue_document(title="A")
    issue_document(title="A", kind=PaperKind.PITCH)
    issue_document(title="A", source="another23456")
    assert [each.version for each in db.session.scalars(select(IssuedDocument))] == [1, 1, 1]


def test_issuing_is_audited_for_each_partner(app, issue_document, partners):
    issue_document(title="A", on=("Familiehuset", "Huset bag muren"))
    told = db.session.scalars(select(AuditEntry.partner_id).where(AuditEntry.act == "document.issue")).all()
    assert sorted(told) == sorted(key for key, _public_id in partners.values())


def test_colleague_can_open_a_document(client_as, issue_document):
    answer = client_as().get(f"/papers/{issue_document(title='A')}.pdf")
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7 one")


def test_document_is_sent_inline_or_as_attachment(client_as, issue_document):
    client, paper = client_as(), issue_document(title="A")
    asked = [client.get(f"/papers/{paper}.pdf{query}") for query in ("", "?download=1")]
    assert [each.headers["Content-Disposition"] for each in asked] == [
        f"inline; filename=dagsorden-{paper}.pdf", f"attachment; filename=dagsorden-{paper}.pdf"]


def test_joint_document_with_a_hidden_partner_returns_404(client_as, issue_document):
    paper = issue_document(title="A", on=("Familiehuset", "Huset bag muren"))
    assert client_as().get(f"/papers/{paper}.pdf").status_code == 404


def test_owner_can_open_a_joint_document_with_a_protected_partner(client_as, issue_document, owner):
    paper = issue_document(title="A", on=("Familiehuset", "Huset bag muren"))
    assert client_as(owner).get(f"/papers/{paper}.pdf").status_code == 200


def test_document_of_a_protected_partner_raises_without_viewer(app, issue_document):
    with pytest.raises(PartnerHiddenError):
        queries.get_paper(issue_document(title="A", on=("Huset bag muren",)), None)


def test_unknown_document_returns_404(client_as):
    assert client_as().get("/papers/nowherenever.pdf").status_code == 404


def test_list_shows_issuer_and_version_newest_first(client_as, issue_document, partners):
    for title in ("A", "B"):
        issue_document(title=title)
    html = client_as().get(f"/partners/{partners['Familiehuset'][1]}/papers").text
    assert re.findall(r">Version (\d)", html) == ["2", "1"]


@pytest.mark.parametrize("page", ["", "/papers"])
def test_joint_document_with_a_hidden_partner_is_not_listed_for_an_outsider(
        client_as, issue_document, partners, owner, page):
    joint = issue_document(title="A", on=("Familiehuset", "Huset bag muren"))
    alone = issue_document(title="B", source="another23456")
    address = f"/partners/{partners['Familiehuset'][1]}{page}"

    seen = [set(re.findall(r"/papers/(\w{12})\.pdf", client.get(address).text))
            for client in [client_as(owner), client_as()][::-1]]
    assert seen == [{alone}, {alone, joint}]


def test_documents_for_the_partner_and_internal_ones_are_listed_separately(client_as, issue_document, partners):
    issue_document(title="Vores møde")
    issue_document(title="Spørgsmål", kind=PaperKind.CLOSING)
    html = client_as().get(f"/partners/{partners['Familiehuset'][1]}/papers").text
    assert re.findall(r"<h2>([^<]+)</h2>", html) == ["Til dem", "Til os selv"]


def test_empty_list_suggests_making_a_pitch(client_as, partners):
    html = client_as().get(f"/partners/{partners['Familiehuset'][1]}/papers").text
    assert "Lav et partnerark" in html


@pytest.mark.parametrize("language", ["da", "en"])
def test_list_opens_in_both_languages(client_as, issue_document, partners, language):
    issue_document(title="A")
    assert client_as(language=language).get(f"/partners/{partners['Familiehuset'][1]}/papers").status_code == 200
