"""The columns of a partner file: their headings in English and Danish, and the words their cells may hold.

The first line of the file names the columns, in any order, in either language, in capitals or not; a space, a hyphen
and an underscore are the same. Only the name is needed.

| English | Danish | holds |
|---|---|---|
| name | navn | the partner's name |
| kind | slags | a kind of the library's list |
| sector | sektor | a sector of the list |
| address | adresse | street and number |
| postal_code | postnummer | four digits |
| city | by | |
| district | bydel | a district of the list |
| phone | telefon | |
| email | e-mail | |
| website | hjemmeside | |
| cvr | cvr-nummer | eight digits, checked |
| protected | beskyttet | ja or nej, yes or no; empty: as the kind says |
| code_name | dæknavn | what a protected partner is called by those who may not see it |
| target_groups | målgrupper | several, the most important first |
| needs | behov | several, the most important first |
| said | sagt | what they have said; several divided by a vertical bar |
| everyday | hverdag | |
| matters | det vigtigste | what counts for them |
| worries | bekymringer | several |
| avoid_words | ord at undgå | several |
| language | sprog | da, en, dansk, engelsk, Danish, English |
| stage | trin | a stage's code, or its Danish or English label |
| contact_name | kontaktperson | |
| contact_role | kontaktpersons rolle | |
| contact_email | kontaktpersons e-mail | |
| contact_phone | kontaktpersons telefon | |

Several in one cell are divided by a vertical bar, or, where there is none, by commas; a comma inside a label the
library knows ("Noget, der passer ind i hverdagen") divides nothing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from outreach.core.danish_words import fold
from outreach.partners import limits

Form = Literal["line", "text", "terms", "words", "quotes"]


@dataclass(frozen=True)
class Column:
    """A column: key (also its English heading), Danish heading, how its cells are written, longest entry."""

    key: str
    danish: str
    longest: int
    form: Form = "line"
    also: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("name", "navn", limits.NAME, also=("partner",)),
    Column("kind", "slags", limits.TERM, also=("type", "art")),
    Column("sector", "sektor", limits.TERM),
    Column("address", "adresse", limits.ADDRESS, also=("vej",)),
    Column("postal_code", "postnummer", limits.POSTAL_CODE, also=("postnr", "postnr.", "zip")),
    Column("city", "by", limits.CITY, also=("town", "bynavn")),
    Column("district", "bydel", limits.TERM, also=("distrikt",)),
    Column("phone", "telefon", limits.PHONE, also=("tlf", "tlf.", "telephone")),
    Column("email", "e-mail", limits.EMAIL, also=("mail", "mailadresse")),
    Column("website", "hjemmeside", limits.WEBSITE, also=("web", "webadresse", "web address")),
    Column("cvr", "cvr-nummer", limits.NAME, also=("cvr-nr", "cvr-nr.", "cvr number")),
    Column("protected", "beskyttet", limits.TERM),
    Column("code_name", "dæknavn", limits.CODE_NAME, also=("kodenavn",)),
    Column("target_groups", "målgrupper", limits.TERM, "terms", also=("målgruppe", "target group")),
    Column("needs", "behov", limits.TERM, "terms", also=("need",)),
    Column("said", "sagt", limits.QUOTE, "quotes", also=("det har de sagt", "har sagt", "citater", "quotes")),
    Column("everyday", "hverdag", limits.EVERYDAY, "text", also=("deres hverdag",)),
    Column("matters", "det vigtigste", limits.MATTERS, "text", also=("vigtigt", "det tæller", "vigtigt for dem")),
    Column("worries", "bekymringer", limits.TERM, "terms", also=("bekymring", "worry")),
    Column("avoid_words", "ord at undgå", limits.AVOID_WORD, "words", also=("undgå ord", "words to avoid")),
    Column("language", "sprog", limits.TERM),
    Column("stage", "trin", limits.TERM),
    Column("contact_name", "kontaktperson", limits.CONTACT_NAME, also=("kontakt", "contact", "kontaktnavn")),
    Column("contact_role", "kontaktpersons rolle", limits.CONTACT_ROLE, also=("kontaktrolle", "kontakt rolle")),
    Column(
        "contact_email",
        "kontaktpersons e-mail",
        limits.EMAIL,
        also=("kontakt e-mail", "kontakt email", "kontaktmail", "kontakt mail"),
    ),
    Column("contact_phone", "kontaktpersons telefon", limits.PHONE, also=("kontakttelefon", "kontakt telefon")),
)
BY_KEY = {column.key: column for column in COLUMNS}

YES_OR_NO = {"ja": True, "yes": True, "nej": False, "no": False}
LANGUAGES = {"da": "da", "dansk": "da", "danish": "da", "en": "en", "engelsk": "en", "english": "en"}

# A stage's code, and what it is called on screen in Danish and English.
_STAGES = {
    "prospect": ("Mulig partner", "Possible partner"),
    "glance": ("Første kontakt", "First contact"),
    "date": ("Aftale om én ting", "One thing agreed"),
    "engagement": ("Vi prøver noget sammen", "Trying together"),
    "marriage": ("Fast partnerskab", "Lasting partnership"),
    "divorce": ("Afsluttet", "Ended"),
}
STAGES = {fold(word): code for code, labels in _STAGES.items() for word in (code, *labels)}


def heading_key(heading: str) -> str | None:
    """The key of the column with this heading; None for a heading that names none."""
    return _BY_HEADING.get(_bare(heading))


def _bare(heading: str) -> str:
    """A heading without what people add to it: capitals, hyphens, underscores, an asterisk or colon at the end."""
    return fold(re.sub(r"[\s_\-\u2010-\u2015]+", " ", heading).strip(" *:"))


_BY_HEADING = {
    _bare(heading): column.key
    for column in COLUMNS
    for heading in (column.key, column.danish, column.key.replace("_", ""), *column.also)
}
