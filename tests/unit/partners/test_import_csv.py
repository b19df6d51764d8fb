"""A file of partners is read in either encoding and language, and every fault is named by its line."""

import time
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.danish_words import fold
from outreach.partners import limits, stages
from outreach.partners.importer.columns import COLUMNS, STAGES
from outreach.partners.importer.faults import Fault
from outreach.partners.importer.parse import PartnerRow, parse_partners, unknown_words

DANISH = """\
navn;slags;sektor;adresse;postnummer;by;bydel;telefon;e-mail;hjemmeside;cvr-nummer;beskyttet;dæknavn;målgrupper;behov;\
sagt;hverdag;det vigtigste;bekymringer;ord at undgå;sprog;trin;kontaktperson;kontaktpersons rolle;\
kontaktpersons e-mail;kontaktpersons telefon
Familiehuset;Familiehus;Social;Infanterivej 33;8930;Randers NØ;Nordøst;89 15 82 00;post@familiehuset.dk;\
www.familiehuset.dk;29189668;nej;;Små børn|Familier;Ro, At være sammen;Familierne har nok i bare at være.|Vi vil ud.;\
Ingen dage er ens.;Børnene;Vi har ikke tid;sårbar|klient;dansk;Første kontakt;Afdelingslederen;Leder;\
leder@familiehuset.dk;89 15 82 01
"""
ENGLISH = """\
name,kind,sector,address,postal_code,city,district,phone,email,website,cvr,protected,code_name,target_groups,needs,said,\
everyday,matters,worries,avoid_words,language,stage,contact_name,contact_role,contact_email,contact_phone
Familiehuset,Familiehus,Social,Infanterivej 33,8930,Randers NØ,Nordøst,89 15 82 00,post@familiehuset.dk,\
https://www.familiehuset.dk,DK 29 18 96 68,no,,Små børn|Familier,Ro|At være sammen,\
Familierne har nok i bare at være.|Vi vil ud.,Ingen dage er ens.,Børnene,Vi har ikke tid,"sårbar,klient",Danish,\
First contact,Afdelingslederen,Leder,leder@familiehuset.dk,89 15 82 01
"""
FAMILY_HOUSE = PartnerRow(
    line=2,
    name="Familiehuset",
    kind="Familiehus",
    sector="Social",
    address="Infanterivej 33",
    postal_code="8930",
    city="Randers NØ",
    district="Nordøst",
    phone="89 15 82 00",
    email="post@familiehuset.dk",
    website="https://www.familiehuset.dk",
    cvr="29189668",
    protected=False,
    target_groups=("Små børn", "Familier"),
    needs=("Ro", "At være sammen"),
    said=("Familierne har nok i bare at være.", "Vi vil ud."),
    everyday="Ingen dage er ens.",
    matters="Børnene",
    worries=("Vi har ikke tid",),
    avoid_words=("sårbar", "klient"),
    language="da",
    stage="glance",
    contact_name="Afdelingslederen",
    contact_role="Leder",
    contact_email="leder@familiehuset.dk",
    contact_phone="89 15 82 01",
)


def faults(text: str) -> list[Fault]:
    return parse_partners(text.encode()).faults


def rows(text: str) -> list[PartnerRow]:
    return parse_partners(text.encode()).rows


def one_cell(heading: str, cell: str) -> list[Fault]:
    """The faults of a partner with this in one more column."""
    return faults(f'navn;{heading}\nHuset;"{cell}"\n')


@pytest.mark.parametrize("text", [DANISH, ENGLISH], ids=["danish", "english"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_full_row_reads_alike_in_every_encoding_and_language(text: str, encoding: str, line_end: str) -> None:
    parsed = parse_partners(text.replace("\n", line_end).encode(encoding))
    assert (parsed.rows, parsed.faults, parsed.doubts) == ([FAMILY_HOUSE], [], [])


def test_encoding_and_delimiter_are_reported() -> None:
    parsed = parse_partners("navn;by\nHuset;Århus\n".encode("cp1252"))
    assert (parsed.encoding, parsed.delimiter, parsed.headings) == (
        "windows-1252",
        ";",
        {"name": "navn", "city": "by"},
    )


def test_every_column_has_its_english_and_its_danish_heading() -> None:
    english = parse_partners((";".join(column.key for column in COLUMNS) + "\n").encode())
    danish = parse_partners((";".join(column.danish.upper() for column in COLUMNS) + "\n").encode())
    expected = [column.key for column in COLUMNS]
    assert (list(english.headings), list(danish.headings), english.faults, danish.faults) == (
        expected,
        expected,
        [],
        [],
    )


def test_the_delimiter_is_found_with_quotes_honoured() -> None:
    assert rows('"name",city\n"Huset; nord",Randers\n') == [PartnerRow(2, "Huset; nord", city="Randers")]


def test_an_excel_hint_is_no_heading() -> None:
    assert rows("sep=;\r\nnavn;by\r\nHuset;Randers\r\n") == [PartnerRow(3, "Huset", city="Randers")]


def test_empty_lines_and_missing_last_cells_are_no_faults() -> None:
    assert rows("navn;by;sprog\n\n;;\nHuset\nKlubben;Randers;;\n") == [
        PartnerRow(4, "Huset"),
        PartnerRow(5, "Klubben", city="Randers"),
    ]


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    text = 'navn;hverdag\nHuset;"Første linje\nanden linje"\n;uden navn\n'
    assert (rows(text), faults(text)) == (
        [PartnerRow(2, "Huset", everyday="Første linje\nanden linje")],
        [Fault(4, "name", "missing")],
    )


def test_a_comma_inside_a_known_label_divides_nothing() -> None:
    text = "navn;behov\nHuset;Ro, noget, der passer ind i hverdagen, Dansk\n"
    parsed = parse_partners(text.encode(), {"needs": ["Noget, der passer ind i hverdagen", "Ro"]})
    assert parsed.rows[0].needs == ("Ro", "noget, der passer ind i hverdagen", "Dansk")


def test_the_same_word_twice_is_kept_once() -> None:
    assert rows("navn;ord at undgå\nHuset;sårbar|Sårbar| |klient\n")[0].avoid_words == ("sårbar", "klient")


def test_a_contact_without_a_name_goes_by_the_role() -> None:
    row = rows("navn;kontaktpersons rolle\nHuset;Afdelingslederen\n")[0]
    assert (row.contact_name, row.contact_role) == ("Afdelingslederen", "")


def test_text_is_normalised_to_composed_characters() -> None:
    assert rows("navn\nA\u030arhus\n")[0].name == "Århus"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Fault(0, "", "empty_file")),
        (b"\xef\xbb\xbf \r\n", Fault(0, "", "empty_file")),
        (b";;\n", Fault(0, "", "empty_file")),
        (b"PK\x03\x04rest", Fault(0, "", "not_a_text_file")),
        ("navn".encode("utf-16"), Fault(0, "", "not_a_text_file")),
        (b"navn\nHu\x00set\n", Fault(2, "", "not_a_text_file")),
        (b"navn\nHuset\nH\x81\xe5b\n", Fault(3, "", "encoding")),
        (b"a;b\n1;2\n", Fault(1, "", "no_headings", "a b")),
        (b"navn\tby\nHuset\tRanders\n", Fault(1, "", "no_headings", "navn·by")),
        (b"by;sprog\nRanders;da\n", Fault(1, "name", "missing_heading")),
        (b"navn;farve\nHuset;r\xc3\xb8d\n", Fault(1, "farve", "unknown_heading", "farve")),
        (b"navn;;by\nHuset;;Randers\n", Fault(1, "", "unknown_heading")),
        (b"navn;by;city\nHuset;a;b\n", Fault(1, "city", "duplicate_heading", "city")),
        (b'"navn;by\nHuset;Randers\n', Fault(1, "", "unclosed_quotes", "navn;by")),
        (b"x" * 30_000_001, Fault(0, "", "file_too_large", number=30)),
    ],
)
def test_an_unreadable_file_is_a_fault(data: bytes, expected: Fault) -> None:
    assert parse_partners(data).faults == [expected]


def test_an_open_quote_is_named_by_the_line_it_stands_on() -> None:
    text = 'navn;hverdag\nHuset;fint\nKlubben;"to\nlinjer"\nBasen;"aldrig lukket\nmere\nog mere\n'
    assert (len(rows(text)), faults(text)) == (
        2,
        [Fault(5, "", "unclosed_quotes", "aldrig lukket")],
    )


def test_an_open_quote_in_a_long_file_is_found_too() -> None:
    text = 'navn\nHuset\n"Klubben\n' + "Basen\n" * 60_000
    assert [(fault.line, fault.code) for fault in faults(text)] == [(3, "unclosed_quotes")]


def test_text_after_a_closing_quote_is_named_and_the_next_lines_are_read() -> None:
    text = 'navn;by\n"Huset "Havnen"";Randers\nKlubben;Randers\n'
    assert (rows(text), faults(text)) == (
        [PartnerRow(3, "Klubben", city="Randers")],
        [Fault(2, "", "broken_quotes", 'Huset "Havnen"";Randers', 2)],
    )


def test_a_quote_closed_lines_later_is_named_by_where_it_was_opened() -> None:
    text = 'navn;by\nHuset;"Randers\nKlubben;"Hobro"\nBasen;Randers\n'
    assert [(fault.line, fault.code, fault.number) for fault in faults(text)] == [(2, "broken_quotes", 3)]


def test_too_many_cells_are_named_with_what_fell_outside() -> None:
    assert faults("navn;by\nHuset;Randers;og mere\n") == [Fault(2, "", "too_many_cells", "og mere", 2)]


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("e-mail", "post@", Fault(2, "email", "email", "post@")),
        ("e-mail", "a b@c.dk", Fault(2, "email", "email", "a b@c.dk")),
        ("kontaktpersons e-mail", "nej", Fault(2, "contact_email", "email", "nej")),
        ("telefon", "ring bare", Fault(2, "phone", "phone", "ring bare")),
        ("hjemmeside", "javascript://x", Fault(2, "website", "website", "javascript://x")),
        ("postnummer", "890", Fault(2, "postal_code", "postal_code", "890")),
        ("cvr", "12345678", Fault(2, "cvr", "cvr", "12345678")),
        ("beskyttet", "måske", Fault(2, "protected", "yes_or_no", "måske")),
        ("sprog", "tysk", Fault(2, "language", "language", "tysk")),
        ("trin", "forlovet", Fault(2, "stage", "stage", "forlovet")),
        ("by", "Randers\nNØ", Fault(2, "city", "line_break", "Randers·NØ")),
        ("by", "Ran\x07ders", Fault(2, "city", "control_character", "Ran·ders")),
        ("dæknavn", "Huset ved åen", Fault(2, "code_name", "code_name_tells", "Huset ved åen")),
        ("hverdag", "Ring til 010203-1234.", Fault(2, "everyday", "cpr", "Ring til ••••••-••••.")),
        ("telefon", "010203-1234", Fault(2, "phone", "cpr", "••••••-••••")),
        ("sagt", "Hej|" + "x" * 4001, Fault(2, "said", "too_long", "Hej|" + "x" * 35 + "…", 4000)),
        ("by", "x" * 61, Fault(2, "city", "too_long", "x" * 39 + "…", 60)),
        ("behov", "|".join("abcdefghijklm"), Fault(2, "needs", "too_many", "a|b|c|d|e|f|g|h|i|j|k|l|m", 12)),
    ],
)
def test_each_kind_of_faulty_cell_has_its_fault(heading: str, cell: str, expected: Fault) -> None:
    faults_found = one_cell(heading, cell)
    without_contact = [fault for fault in faults_found if fault.code != "contact_without_name"]
    assert without_contact == [expected]


def test_a_contact_needs_a_name_or_a_role() -> None:
    assert one_cell("kontaktpersons telefon", "89 15 89 15") == [
        Fault(2, "contact_name", "contact_without_name", "89 15 89 15")
    ]


def test_texts_as_long_as_allowed_pass() -> None:
    row = rows(f"navn;sagt\n{'n' * limits.NAME};{'s' * limits.QUOTE}\n")[0]
    assert (len(row.name), len(row.said[0])) == (120, 4000)


def test_ten_digits_that_may_be_a_cpr_number_are_asked_about() -> None:
    parsed = parse_partners(b"navn;hverdag\nHuset;Se 0102031234\n")
    assert (len(parsed.rows), parsed.doubts) == (1, [Fault(2, "everyday", "ten_digits", "Se ••••••••••")])


def test_no_fault_shows_the_number() -> None:
    parsed = parse_partners(b"navn;e-mail;hverdag\n010203-1234;010203-1234;0102031234\n")
    shown = " ".join(fault.value_excerpt for fault in (*parsed.faults, *parsed.doubts))
    assert not any(digit in shown for digit in "0123456789")


def test_the_same_partner_twice_names_the_earlier_line() -> None:
    text = "navn;postnummer\nHuset;8900\nHUSET;8900\nHuset;9500\nHuset;\n"
    assert (len(rows(text)), faults(text)) == (
        2,
        [Fault(3, "name", "duplicate_row", "HUSET", 2), Fault(5, "name", "duplicate_row", "Huset", 2)],
    )


def test_a_row_with_several_faults_names_them_all() -> None:
    assert [(fault.column, fault.code) for fault in faults("navn;sprog;trin\n;tysk;gift\n")] == [
        ("language", "language"),
        ("stage", "stage"),
        ("name", "missing"),
    ]


@pytest.mark.parametrize("word", ["glance", "Første kontakt", "FIRST CONTACT"])
def test_a_stage_by_code_and_label(word: str) -> None:
    assert rows(f"navn;trin\nHuset;{word}\n")[0].stage == "glance"


def test_unknown_words_are_listed_with_their_lines() -> None:
    found = rows("navn;slags;behov\nHuset;familiehus;Ro|Fred\nKlubben;Klub;fred\n")
    assert unknown_words(found, {"kind": ["Familiehus"], "needs": ["Ro"]}) == {
        "kind": {"Klub": (3,)},
        "needs": {"Fred": (2, 3)},
    }


def test_fifty_thousand_lines_are_read_quickly() -> None:
    text = DANISH + "".join(
        f"Partner {number};Familiehus;Social;Vejen {number};8900;Randers;;89 15 00 00;"
        f"post@partner{number % 99}.dk;;;nej;;Små børn;Ro;Vi har travlt.;Ingen dage er ens.;;;;dansk;;;;;\n"
        for number in range(50_000)
    )
    begin = time.process_time()
    parsed = parse_partners(text.encode())
    used = time.process_time() - begin
    assert (len(parsed.rows), parsed.faults) == (50_001, [])
    # Three seconds on a quiet machine; the bound only catches an algorithm gone wrong.
    assert used < 20


def test_a_column_left_out_leaves_its_value_empty() -> None:
    assert rows("navn\nHuset\n") == [PartnerRow(2, "Huset")]
    assert replace(FAMILY_HOUSE, name="x").protected is False


@given(st.binary(max_size=400))
def test_any_bytes_parse_without_an_exception(data: bytes) -> None:
    parsed = parse_partners(data)
    assert parsed.rows or parsed.faults or parsed.headings


csv_like = st.text(alphabet='abcæøå;,|"\r\n\t 0123456789@.-\x07\u2028', max_size=300)


@given(csv_like)
def test_any_text_under_known_headings_parses_without_an_exception(text: str) -> None:
    parsed = parse_partners(("navn;e-mail;behov;sagt;telefon;cvr\n" + text).encode())
    lines = len(text.splitlines()) + 2
    assert all(1 < fault.line <= lines for fault in (*parsed.faults, *parsed.doubts))


cells = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=40)


@given(st.lists(cells.map(str.strip).filter(bool), min_size=1, max_size=8), st.sampled_from(";,"))
def test_every_line_is_a_row_or_a_fault(names: list[str], delimiter: str) -> None:
    quoted = "".join('"{}"{}Randers\n'.format(name.replace('"', '""'), delimiter) for name in names)
    parsed = parse_partners(f"navn{delimiter}by\n{quoted}".encode())
    accounted = {row.line for row in parsed.rows} | {fault.line for fault in parsed.faults}
    assert accounted == set(range(2, len(names) + 2))


def test_stages_are_read_by_the_labels_the_screen_shows() -> None:
    app = Flask(__name__)
    Babel(app, default_locale="da")
    with app.app_context():
        shown = {fold(stages.label(stage)): stage.value for stage in stages.Stage}
    assert shown.items() <= STAGES.items()
