"""Our own language check finds nothing in what the demo would print: no false alarm, and no library talk."""

from typing import Any

import pytest

from outreach.pitches.language.check import Advice, check
from tests.unit.demo.demo_files import load, rows, variants

PRINTED = ("label", "title", "lead", "answer", "text", "headline", "practical", "begin_small", "who", "aim")


def _talk(language: str) -> list[Advice]:
    words = [word for word in rows("words", "word") if word["language"] == language]
    return [Advice(word["word"], tuple(word["plainer"])) for word in words]


def _findings(language: str, things: list[dict[str, Any]]) -> list[tuple[str, str]]:
    fields = {
        f"{place} {name}": thing[f"{name}_{language}"]
        for place, thing in enumerate(things)
        for name in PRINTED
        if f"{name}_{language}" in thing
    }
    report = check(fields, language=language, library_talk=_talk(language))
    return [(finding.kind, finding.sentence) for finding in report.findings]


@pytest.mark.parametrize("language", ["da", "en"])
def test_offers_are_written_in_plain_words(language: str) -> None:
    assert _findings(language, [one for offer in rows("offers", "offer") for one in variants(offer)]) == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("table", ["need", "worry", "kind", "sector", "target_group"])
def test_vocabularies_are_written_in_plain_words(table: str, language: str) -> None:
    assert _findings(language, rows("vocabularies", table)) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_questions_and_the_library_speak_plainly(language: str) -> None:
    assert _findings(language, [*rows("questions", "question"), load("library")["library"]]) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_plainer_words_are_plain(language: str) -> None:
    talk = _talk(language)
    plainer = {f"{advice.word} {place}": word for advice in talk for place, word in enumerate(advice.plainer)}
    assert check(plainer, language=language, library_talk=talk).findings == ()


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_offer_reads_easily(language: str) -> None:
    heavy = {}
    for offer in rows("offers", "offer"):
        for one in variants(offer):
            lix = check({"text": one[f"text_{language}"]}, language=language, library_talk=()).lix
            if lix is not None and lix > 40:
                heavy[offer["key"], one.get("sector")] = lix
    assert heavy == {}
