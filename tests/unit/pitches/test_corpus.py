"""The committed corpus: everything expected is found, and nothing else, neither there nor in the demo's offers."""

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


def test_the_corpus_holds_at_least_sixty_sentences():
    assert len(CORPUS["sentence"]) >= 60


@pytest.mark.parametrize("entry", CORPUS["sentence"], ids=lambda entry: entry["text"])
def test_all_is_found_and_nothing_more(entry):
    assert _found(entry) == entry["expected"]


@pytest.mark.parametrize("entry", CORPUS["clean"], ids=lambda entry: entry["text"])
def test_everyday_sentences_pass(entry):
    assert _found(entry) == []


def _demo_texts(language):
    """Every text of every demo offer and its wordings in the language, as (offer, field, text)."""
    for offer in tomllib.loads((DEMO / "offers.toml").read_text("utf-8"))["offer"]:
        for part in (offer, *offer.get("wording", ())):
            for field, text in part.items():
                if field.endswith(f"_{language}"):
                    yield offer["key"], field, text


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_false_alarm_on_the_demo_offers(language):
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
