"""The words a new library starts with: complete, in both languages, and short enough for where they stand."""

import re

import pytest

from tests.unit.demo.demo_files import NAMES, TERMS, duplicates, keys, load, rows, texts

TABLES = [("vocabularies", table) for table in TERMS] + [
    ("library", "district"),
    ("library", "branch"),
    ("users", "user"),
    ("questions", "group"),
    ("questions", "question"),
    ("offers", "offer"),
    ("partners", "partner"),
    ("meetings", "meeting"),
]


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_keys_are_unique(name: str, table: str) -> None:
    assert duplicates([row["key"] for row in rows(name, table)]) == []


@pytest.mark.parametrize(("name", "table"), [pair for pair in TABLES if pair != ("questions", "group")])
def test_keys_are_plain_snake_case(name: str, table: str) -> None:
    assert [key for key in keys(name, table) if not re.fullmatch(r"[a-z][a-z_]*", key)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_danish_text_has_an_english_one_and_neither_is_empty(name: str) -> None:
    found = dict(texts(load(name)))
    danish = {re.sub(r"_da(\.\d+)?$", "", path) for path, text in found.items() if _in(path, "da") and text.strip()}
    english = {re.sub(r"_en(\.\d+)?$", "", path) for path, text in found.items() if _in(path, "en") and text.strip()}
    empty = [path for path, text in found.items() if (_in(path, "da") or _in(path, "en")) and not text.strip()]
    assert (danish ^ english, empty) == (set(), [])


def _in(path: str, language: str) -> bool:
    return bool(re.search(rf"_{language}(\.\d+)?$", path))


@pytest.mark.parametrize("name", NAMES)
def test_texts_have_no_stray_spaces(name: str) -> None:
    assert [path for path, text in texts(load(name)) if text != text.strip() or "  " in text] == []


@pytest.mark.parametrize("table", TERMS)
def test_labels_of_one_vocabulary_differ(table: str) -> None:
    terms = rows("vocabularies", table)
    assert [duplicates([term[f"label_{language}"] for term in terms]) for language in ("da", "en")] == [
        [],
        [],
    ]


def test_every_kind_knows_a_sector() -> None:
    assert {kind["sector"] for kind in rows("vocabularies", "kind")} - keys("vocabularies", "sector") == set()


def test_kinds_whose_place_must_be_kept_are_protected() -> None:
    protected = {kind["key"] for kind in rows("vocabularies", "kind") if kind["protected"]}
    assert protected == {"crisis_centre", "shelter"}


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_needs_title_fits_as_the_title_of_a_page(language: str) -> None:
    titles = [need[f"title_{language}"] for need in rows("vocabularies", "need")]
    assert [title for title in titles if len(title) > 60 or title.endswith(".")] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_needs_lead_is_one_sentence_that_can_follow_a_quote(language: str) -> None:
    leads = [need[f"lead_{language}"] for need in rows("vocabularies", "need")]
    assert [lead for lead in leads if not re.fullmatch(r"[A-ZÆØÅ][^.!?]{20,140}\.", lead)] == []


@pytest.mark.parametrize("field", ["title_da", "title_en", "lead_da", "lead_en"])
def test_every_need_has_its_own_words(field: str) -> None:
    assert duplicates([need[field] for need in rows("vocabularies", "need")]) == []


@pytest.mark.parametrize("field", ["cues_da", "cues_en"])
def test_cues_are_in_lower_case_and_fit_their_column(field: str) -> None:
    cues = [need[field] for need in rows("vocabularies", "need")]
    assert [cue for cue in cues if "|".join(cue) != "|".join(cue).casefold() or len("|".join(cue)) > 300] == []


def test_no_cue_lights_up_in_an_everyday_sentence() -> None:
    plain = "på fredag har vi samtidig en almindelig, større og mindre relevant opgave, som altid er til at forstå"
    needs = rows("vocabularies", "need")
    assert [(need["key"], cue) for need in needs for cue in need["cues_da"] if cue in plain] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_answer_to_a_worry_is_one_short_line(language: str) -> None:
    answers = [worry[f"answer_{language}"] for worry in rows("vocabularies", "worry")]
    assert [answer for answer in answers if not answer.endswith(".") or len(answer) > 100] == []


def test_questions_stand_in_groups_a_to_e_and_are_questions() -> None:
    questions = rows("questions", "question")
    counts = {group["key"]: sum(q["group"] == group["key"] for q in questions) for group in rows("questions", "group")}
    not_asked = [q["key"] for q in questions if not (q["text_da"].endswith("?") and q["text_en"].endswith("?"))]
    assert (counts, not_asked) == ({"A": 5, "B": 4, "C": 3, "D": 4, "E": 5}, [])


def test_library_talk_is_listed_once_each_with_something_plainer() -> None:
    words = rows("words", "word")
    listed = [f"{word['language']} {word['word'].casefold()}" for word in words]
    bare = [word["word"] for word in words if not word["plainer"] or not all(word["plainer"])]
    assert (duplicates(listed), bare) == ([], [])


@pytest.mark.parametrize(("language", "least"), [("da", 30), ("en", 20)])
def test_the_list_of_library_talk_is_worth_having(language: str, least: int) -> None:
    assert sum(word["language"] == language for word in rows("words", "word")) >= least


def test_users_cover_every_role_and_belong_to_a_branch() -> None:
    users = rows("users", "user")
    lost = {user["branch"] for user in users} - keys("library", "branch")
    assert ({user["role"] for user in users}, lost) == (
        {"staff", "coordinator", "manager", "administrator"},
        set(),
    )
