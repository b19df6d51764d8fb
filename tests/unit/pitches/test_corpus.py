"""The language check on the corpus and on the demo's offers: every expected finding, and no other."""

import tomllib
from pathlib import Path

import pytest

from outreach.pitches.language.check import Advice, check

CORPUS = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text("utf-8"))
DEMO = Path(__file__).parents[3] / "outreach" / "demo"


def _found(entry):
    language = entry.get("language", "da")
    report = check(
        {"text": entry["text"]},
        language=language,
        library_talk=[Advice(word, ("noget andet",)) for word in CORPUS[f"library_talk_{language}"]],
        avoid_words=entry.get("avoid_words", ()),
        their_words=entry.get("their_words", ""),
    )
    return [[finding.kind, finding.found] for finding in report.findings]


def test_corpus_has_at_least_sixty_sentences():
    assert len(CORPUS["sentence"]) >= 60


@pytest.mark.parametrize("entry", CORPUS["sentence"], ids=lambda entry: entry["text"])
def test_sentence_gives_exactly_the_expected_findings(entry):
    assert _found(entry) == entry["expected"]


@pytest.mark.parametrize("entry", CORPUS["clean"], ids=lambda entry: entry["text"])
def test_everyday_sentence_has_no_findings(entry):
    assert _found(entry) == []


def _demo_texts(language):
    """Every text of every demo offer and its wordings in the language, as (offer, field, text)."""
    for offer in tomllib.loads((DEMO / "offers.toml").read_text("utf-8"))["offer"]:
        for part in (offer, *offer.get("wording", ())):
            for field, text in part.items():
                if field.endswith(f"_{language}"):
                    yield offer["key"], field, text


@pytest.mark.parametrize("language", ["da", "en"])
def test_demo_offers_have_no_false_findings(language):
    words = tomllib.loads((DEMO / "words.toml").read_text("utf-8"))["word"]
    advice = [Advice(word["word"], tuple(word["plainer"])) for word in words if word["language"] == language]
    texts = list(_demo_texts(language))
    assert len(texts) > 60
    alarms = [
        (offer, field, finding.found)
        for offer, field, text in texts
        for finding in check({field: text}, language=language, library_talk=advice).findings
    ]
    assert alarms == []
