"""How the page reads, as the editor shows it: words to think about by field, and the same quote said twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from outreach.library.queries import list_word_advice
from outreach.partners.protection import OpenPartner
from outreach.pitches.content import PitchContent, worded_fields
from outreach.pitches.drafting import FIXED_WORDS
from outreach.pitches.labels import field_label, lix_text, why
from outreach.pitches.language.check import Finding, LanguageReport, check
from outreach.pitches.language.normalisation import tokens
from outreach.pitches.profile_facts import advices, their_words

# Fewer words in common are chance: "Noget godt" may stand in any quote.
_FEWEST_REPEATED = 3
_QUOTED = re.compile(r"»([^»«]*)«|“([^“”]*)”|”([^”]*)”")


@dataclass(frozen=True)
class Pointed:
    """A word to think about: its first sentence in the field cut round it, and how many times it stands there."""

    before: str
    found: str
    after: str
    why: str
    suggestions: tuple[str, ...]
    times: int


@dataclass(frozen=True)
class FieldFindings:
    """The findings of one field."""

    field: str
    label: str
    pointed: tuple[Pointed, ...]


@dataclass(frozen=True)
class Check:
    """The language check as the page shows it."""

    report: LanguageReport
    words: int
    lix_text: str
    by_field: tuple[FieldFindings, ...]

    @property
    def count(self) -> int:
        """How many words are pointed at, each once a field."""
        return sum(len(group.pointed) for group in self.by_field)


def check_of(content: PitchContent, partner: OpenPartner, language: str) -> Check:
    """Read the page as the partner would."""
    fields = worded_fields(content)
    report = check(fields, language=language, library_talk=advices(list_word_advice(language)),
                   avoid_words=[avoided.word for avoided in partner.avoid_words],
                   their_words=their_words(partner, language))
    by_field = findings_by_field(report, fields, field_label)
    heavy = lix_text(report.lix) if report.lix is not None else ""
    return Check(report, report.words + FIXED_WORDS if report.words else 0, heavy, by_field)


def findings_by_field(report: LanguageReport, fields: Mapping[str, str],
                      label: Callable[[str], str]) -> tuple[FieldFindings, ...]:
    """The findings of a report, each word once a field. `fields` are the texts that were read, `label` their names."""
    groups: dict[str, dict[tuple[str, str], list[Finding]]] = {}
    for finding in report.findings:
        same = groups.setdefault(finding.field, {})
        same.setdefault((finding.kind, finding.found.casefold()), []).append(finding)
    return tuple(FieldFindings(name, label(name), tuple(_pointed(findings, fields[name]) for findings in same.values()))
                 for name, same in groups.items())


def _pointed(findings: Sequence[Finding], text: str) -> Pointed:
    finding = findings[0]
    begin = text.rfind(finding.sentence, 0, finding.start + len(finding.sentence))
    begin = min(max(begin, 0), finding.start)
    end = max(begin + len(finding.sentence), finding.end)
    return Pointed(text[begin:finding.start], finding.found, text[finding.end:end], why(finding.kind),
                   finding.suggestions, len(findings))


def title_repeats_quote(title: str, lead: str) -> bool:
    """Whether the title is a stretch of a quote that stands in the lead, however either is spelled."""
    title_words = [token.folded for token in tokens(title)]
    if len(title_words) < _FEWEST_REPEATED:
        return False
    for quoted in _QUOTED.findall(lead):
        words = [token.folded for token in tokens("".join(quoted))]
        if any(words[at:at + len(title_words)] == title_words for at in range(len(words) - len(title_words) + 1)):
            return True
    return False


def other_lead(content: PitchContent, leads: Sequence[str]) -> int | None:
    """The first of the proposed leads (from 0) that does not quote what the title says; None where there is none."""
    return next((at for at, lead in enumerate(leads)
                 if lead != content.lead and not title_repeats_quote(content.title, lead)), None)
