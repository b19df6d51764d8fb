"""How the page reads, as the editor shows it: words to think about by field, and the same quote said twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.library.queries import list_word_advice
from outreach.partners.protection import OpenPartner
from outreach.pitches.content import PitchContent, worded_fields
from outreach.pitches.drafting import FIXED_WORDS
from outreach.pitches.labels import field_label, lix_text, why
from outreach.pitches.language.check import UNCOVERED, Finding, LanguageReport, check
from outreach.pitches.language.normalisation import tokens
from outreach.pitches.language.sentences import sentences
from outreach.pitches.profile_facts import advices, library_texts, their_words
from outreach.pitches.promises import uncovered_promises
from outreach.pitches.queries import offers_by_public_id

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
    promised = _uncovered(content, fields, language)
    report = replace(report, findings=(*report.findings, *promised))
    by_field = findings_by_field(report, fields, field_label)
    heavy = lix_text(report.lix) if report.lix is not None else ""
    return Check(report, report.words + FIXED_WORDS if report.words else 0, heavy, by_field)


def _uncovered(content: PitchContent, fields: Mapping[str, str], language: str) -> list[Finding]:
    """What the page promises and no offer on it holds. An offer that a colleague wrote freely holds what it says."""
    offers = offers_by_public_id([offer.offer for offer in content.offers])
    sources = [text for offer in offers.values() for text in library_texts(offer, language)]
    free = {at for at, offer in enumerate(content.offers, start=1) if offer.offer not in offers}
    sources += [fields[f"offer_{at}_{part}"] for at in free for part in ("headline", "text", "practical")]
    findings = []
    for name, text in fields.items():
        if name == "title" or name.endswith("_why"):  # their words
            continue
        for promise in uncovered_promises(text, sources, language):
            around = next((sentence.text for sentence in sentences(text) if text[promise.start:promise.end]
                           in sentence.text), text)
            findings.append(Finding(UNCOVERED, name, around, promise.start, promise.end,
                                    text[promise.start:promise.end], ()))
    return findings


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
