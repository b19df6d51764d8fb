"""What acts, records and fields of the audit are called. An act is `<kind of record>.<verb>`; both have a word here."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.core.formatting import short_date

#: Kinds of records: what they are called, and whether they belong to a partner, so that only who sees it sees values.
KINDS = {
    "partner": (_l("Partner"), True), "contact": (_l("Kontaktperson"), True), "quote": (_l("Citat"), True),
    "guess": (_l("Gæt"), True), "pitch": (_l("Partnerark"), True), "meeting": (_l("Møde"), True),
    "document": (_l("Papir"), True), "conversation": (_l("Samtale"), True), "follow_up": (_l("Opfølgning"), True),
    "commitment": (_l("Tilsagn"), True), "visit": (_l("Besøg"), True), "closing": (_l("Opsamling"), True),
    "step": (_l("Næste skridt"), True), "agreement": (_l("Aftale"), True), "ending": (_l("Afslutning"), True),
    "candidate": (_l("Mulig partner"), True), "observation": (_l("Observation"), True),
    "follow_up_plan": (_l("Plan for opfølgning"), False), "rhythm": (_l("Rytme for kontakt"), False),
    "offer": (_l("Tilbud"), False), "offer.wording": (_l("Tilbuddets ord til en sektor"), False),
    "library": (_l("Lister"), False), "library_profile": (_l("Bibliotekets oplysninger"), False),
    "branch": (_l("Filial"), False), "district": (_l("Bydel"), False), "kind": (_l("Slags partner"), False),
    "sector": (_l("Sektor"), False), "target_group": (_l("Målgruppe"), False), "need": (_l("Behov"), False),
    "worry": (_l("Bekymring"), False), "question": (_l("Spørgsmål"), False), "word_advice": (_l("Ordråd"), False),
    "user": (_l("Kollega"), False), "session": (_l("Login"), False), "demo": (_l("Demo"), False),
    "audit": (_l("Ændringslog"), True),
    "calendar": (_l("Kalenderadresse"), False), "mail": (_l("Daglig mail"), False),
    "handover": (_l("Overdragelse"), False), "job": (_l("Fil"), False),
    "report": (_l("Rapport"), False),
    "report_target": (_l("Mål"), False), "report_settings": (_l("Timepris"), False),
    "visit_log": (_l("Besøgsloggen"), True),
}
#: What the tables are called where the acts say it otherwise.
_TABLES = {"issued_document": "document", "offer_answer": "offer", "stage_rhythm": "rhythm", "contact_pause": "contact",
           "stored_file": "library_profile", "user_session": "session", "lists": "library"}

VERBS = {
    "add": _l("tilføjet"), "create": _l("oprettet"), "edit": _l("rettet"), "remove": _l("slettet"),
    "import": _l("læst ind fra en fil"), "archive": _l("lagt i arkivet"), "restore": _l("hentet frem fra arkivet"),
    "move": _l("flyttet"), "change_access": _l("ændret, hvem der ser den"), "open": _l("åbnet af en uden for kredsen"),
    "close": _l("lukket igen"), "duplicate": _l("en, der ligner, er oprettet"), "start": _l("begyndt"),
    "stop": _l("stoppet"), "mark": _l("mærket med, hvad det handler om"),
    "start_lists": _l("fyldt med vores forslag"), "set_up": _l("sat op"), "logo": _l("logoet skiftet"),
    "rest": _l("sat til at hvile"), "wake": _l("taget i brug igen"), "answer": _l("partnerens svar noteret"),
    "issue": _l("lavet og gemt, som det blev givet"), "plan": _l("planlagt"), "planned": _l("planlagt igen"),
    "cancelled": _l("aflyst"), "held": _l("holdt"), "note": _l("noteret"), "pause": _l("får lov at være i fred"),
    "resume": _l("er i gang igen"), "finish": _l("gjort"), "reopen": _l("åbnet igen"),
    "hand_on": _l("givet videre"), "settle": _l("afgjort"), "make_link": _l("link til adgangskode lavet"),
    "set_password": _l("adgangskode valgt"), "load": _l("lagt ind"), "export": _l("hentet som fil"),
    "deactivate": _l("lukket ude"), "reactivate": _l("lukket ind igen"), "end_session": _l("logget ud ét sted"),
    "end_sessions": _l("logget ud alle steder"), "new_recovery_codes": _l("nye nødkoder"),
    "use_recovery_code": _l("brugt en nødkode"), "second_factor_on": _l("to trin slået til"),
    "second_factor_off": _l("to trin slået fra"), "sign_in": _l("logget ind"),
    "sign_in_refused": _l("forkert adgangskode tastet"),
    "discard": _l("taget af listen"), "partner": _l("blevet partner"), "decide_by": _l("dag at beslutte sig inden"),
    "write": _l("skrevet"), "log": _l("noteret"), "hold": _l("holdt"), "thing_back": _l("noget kommet tilbage"),
    "blank": _l("værdier slettet"), "undo": _l("fortrudt"),
    "make": _l("lavet"), "revoke": _l("spærret"), "choose": _l("valgt"), "give": _l("givet til en kollega"),
}

FIELDS = {
    "name": _l("Navn"), "kind": _l("Slags"), "sector": _l("Sektor"), "district": _l("Bydel"), "address": _l("Adresse"),
    "postal_code": _l("Postnummer"), "city": _l("By"), "phone": _l("Telefon"), "email": _l("Mail"),
    "website": _l("Hjemmeside"), "cvr": _l("CVR-nummer"), "p_number": _l("P-nummer"), "language": _l("Sprog"),
    "everyday": _l("Hverdag"), "matters": _l("Det tæller for dem"), "target_groups": _l("Hvem de er der for"),
    "needs": _l("Behov"), "worries": _l("Bekymringer"), "avoid_words": _l("Ord, vi undgår"),
    "owner": _l("Ansvarlig"), "owner_id": _l("Ansvarlig"), "branch": _l("Hører til"),
    "is_protected": _l("Beskyttelse"), "code_name": _l("Dæknavn"), "circle": _l("Kreds"), "stage": _l("Trin"),
    "reason": _l("Begrundelse"), "text": _l("Tekst"), "said_on": _l("Sagt den"), "source": _l("Hvor de sagde det"),
    "translation": _l("Oversættelse"), "role": _l("Rolle"), "position": _l("Rækkefølge"), "quote": _l("Citat"),
    "contact": _l("Kontaktperson"), "said": _l("Sagt"), "guessed": _l("Gættet"), "title": _l("Overskrift"),
    "lead": _l("Indledning"), "is_active": _l("I brug"), "held_on": _l("Dato"), "starts_at": _l("Fra kl."),
    "ends_at": _l("Til kl."), "place": _l("Sted"), "participants": _l("Deltagere"), "agenda": _l("Dagsorden"),
    "questions": _l("Spørgsmål"), "purpose": _l("Formål"), "what": _l("Hvad"), "due_on": _l("Senest"),
    "note": _l("Note"), "state": _l("Tilstand"), "until": _l("Indtil"), "field": _l("Felt"), "fields": _l("Felter"),
    "rows": _l("Rækker"), "offer": _l("Tilbud"), "answer": _l("Svar"), "version": _l("Version"),
    "other": _l("Den anden"),
    "effort": _l("Indsats"), "headline_da": _l("Overskrift på dansk"), "headline_en": _l("Overskrift på engelsk"),
    "text_da": _l("Tekst på dansk"), "text_en": _l("Tekst på engelsk"), "label_da": _l("Navn på dansk"),
    "label_en": _l("Navn på engelsk"),
    "plan": _l("Plan"), "giver": _l("Fra"), "taker": _l("Til"), "things": _l("Antal"),
    "wants_mail": _l("Vil have mail"),
    "aim": _l("Hvad der tæller"), "first": _l("Fra og med"), "last": _l("Til og med"), "number": _l("Hvor mange"),
    "hourly_rate": _l("Kroner i timen"), "partner": _l("Partner"), "partners": _l("Partnere"),
}


def kind_of(subject_type: str) -> str:
    """The kind of record that a table's name stands for."""
    return _TABLES.get(subject_type, subject_type)


def parts_of(act: str) -> tuple[str, str]:
    """The kind and the verb of an act."""
    kind, _dot, verb = act.rpartition(".")
    return kind, verb


def act_label(act: str) -> str:
    """An act in plain words: "Partner: rettet"."""
    kind, verb = parts_of(act)
    label = KINDS.get(kind, (kind, True))[0]
    return f"{label}: {VERBS.get(verb, verb)}"


def belongs_to_partner(subject_type: str) -> bool:
    """Whether a record's values are a partner's own; also for what is not known here."""
    return KINDS.get(kind_of(subject_type), ("", True))[1]


def field_label(field: str) -> str:
    """A field in plain words; where there are none, its own name."""
    return str(FIELDS.get(field, field.replace("_", " ")))


def value_text(value: str | None) -> str:
    """A value as a reader would write it."""
    if value in {"yes", "no"}:
        return _("Ja") if value == "yes" else _("Nej")
    if value and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return short_date(date.fromisoformat(value))
    return value or ""
