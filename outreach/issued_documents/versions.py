"""Papers laid in stacks: the versions of one paper on top of each other, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.issued_documents.labels import FOR_PARTNER, kind_label
from outreach.issued_documents.models import IssuedDocument, PaperKind


@dataclass(frozen=True)
class Stack:
    """One paper and its versions, newest first; never empty. `title` is the sheet's own."""

    kind: PaperKind
    source: str
    versions: tuple[IssuedDocument, ...]

    @property
    def for_partner(self) -> bool:
        return self.kind in FOR_PARTNER

    @property
    def label(self) -> str:
        return kind_label(self.kind)

    @property
    def newest(self) -> IssuedDocument:
        return self.versions[0]

    @property
    def title(self) -> str:
        return str(self.newest.values.get("title", ""))


def stacks(papers: Iterable[IssuedDocument]) -> list[Stack]:
    """The papers by what they were made from, in the order in which each stack's newest paper comes."""
    by_source: dict[tuple[PaperKind, str], list[IssuedDocument]] = {}
    for paper in papers:
        by_source.setdefault((paper.kind, paper.source), []).append(paper)
    return [Stack(kind, source, tuple(sorted(versions, key=lambda paper: -paper.version)))
            for (kind, source), versions in by_source.items()]
