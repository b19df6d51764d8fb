"""Storing a document as it is handed over: values, template version and bytes, never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from outreach.audit import service as audit
from outreach.core.db import db
from outreach.core.stored_files import stored_file
from outreach.core.transactions import advisory_lock
from outreach.issued_documents import queries
from outreach.issued_documents.models import IssuedDocument, IssuedDocumentContact, IssuedDocumentPartner, PaperKind
from outreach.issued_documents.values import fingerprint
from outreach.users.models import User


def issue_document(*, kind: PaperKind, source: str, sheet_values: Mapping[str, Any], language: str,
                   template_version: int, pdf: bytes, partner_ids: Iterable[int], contact_ids: Iterable[int] = (),
                   by: User | None) -> IssuedDocument:
    """Keep a paper for good, and return it.

    `sheet_values` come from `values.sheet_values(sheet)`; `source` is the public id of the pitch or meeting.
    The same values in the same template as the newest version are that version: nothing new is made. Anything else
    becomes the next version, and older ones stay as they are.
    """
    mark = fingerprint(sheet_values, template_version)
    advisory_lock(f"paper {kind.value} {source}")
    latest = queries.find_latest(kind, source)
    if latest is not None and latest.values_sha256 == mark:
        return latest
    partners = list(dict.fromkeys(partner_ids))
    paper = IssuedDocument(
        kind=kind, source=source, version=latest.version + 1 if latest else 1, language=language,
        template_version=template_version, values=dict(sheet_values), values_sha256=mark,
        file=stored_file(pdf, "application/pdf", by.id if by else None), issued_by_id=by.id if by else None,
        partners=[IssuedDocumentPartner(partner_id=partner_id) for partner_id in partners],
        contacts=[IssuedDocumentContact(contact_id=contact_id) for contact_id in dict.fromkeys(contact_ids)])
    db.session.add(paper)
    db.session.flush()
    for partner_id in (*partners, *(() if partners else (None,))):  # each partner's history tells of it
        audit.record(by=by, act="document.issue", subject=paper, partner_id=partner_id, changes=[],
                     values={"kind": kind, "version": paper.version, "source": source})
    return paper
