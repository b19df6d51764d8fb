"""What the editor calls things, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.core.formatting import day_month
from outreach.core.i18n import localized
from outreach.partners.protection import OpenPartner
from outreach.pitches.language.check import AVOID_WORD, LIBRARY_TALK, PEOPLE_WORD, STAGE_WORD, UNCOVERED


def field_label(name: str) -> str:
    """The name of an editor field: "offer_2_text" -> "Tilbud 2, tekst"."""
    parts = name.split("_")
    if parts[0] == "offer" and len(parts) == 3:
        return {
            "headline": _("Tilbud %(number)s, overskrift", number=parts[1]),
            "text": _("Tilbud %(number)s, tekst", number=parts[1]),
            "practical": _("Tilbud %(number)s, praktisk linje", number=parts[1]),
            "why": _("Tilbud %(number)s, hvorfor for dem", number=parts[1]),
        }[parts[2]]
    return {
        "title": _("Overskrift"),
        "lead": _("Indledning"),
        "worry_line": _("Linjen, der svarer på deres bekymring"),
        "first_step": _("Den lille begyndelse"),
        "contact_name": _("Kontakt, navn"),
        "contact_phone": _("Kontakt, telefon"),
        "contact_email": _("Kontakt, mail"),
        "library_line": _("Bibliotekets linje om sig selv"),
        "library_name": _("Bibliotekets navn"),
        "contact.organisation": _("Bibliotekets navn"),
        "partner_name": _("Partnerens navn"),
    }.get(name, name)


def origin_label(option: dict[str, str], partner: OpenPartner) -> str:
    """Where a proposal comes from, in plain words."""
    origin = option.get("origin", "")
    if origin == "their_words":
        quote = next((heard for heard in partner.quotes if heard.public_id == option.get("quote")), None)
        if quote is None:
            return _("med deres egne ord")
        return _("med deres egne ord · %(where)s", where=said_where(quote))
    if origin == "need_words":
        return _("sådan har de selv sagt det")
    if origin == "need":
        held = next((need for need in partner.needs if need.need.key == option.get("need")), None)
        if held is None:
            return _("ud fra et behov")
        label = localized(held.need, "label")
        return (_("ud fra det, de har sagt: %(need)s", need=label) if held.basis.value == "said"
                else _("ud fra vores gæt: %(need)s", need=label))
    if origin == "matters":
        return _("ud fra det, der tæller for dem")
    return _("bibliotekets egne ord")


def said_where(quote: object) -> str:
    """"første møde, 1. okt." of a quote."""
    day = day_month(quote.said_on)  # type: ignore[attr-defined]
    source = quote.source  # type: ignore[attr-defined]
    return f"{source}, {day}" if source else day


def density_text(density: str) -> str:
    """How full the page is."""
    return {
        "comfortable": _("Der er god luft på siden."),
        "snug": _("Siden er godt fyldt, og teksten er sat lidt tættere."),
        "compact": _("Der er ikke plads til ret mange flere ord – resten er skrivelinjer til dem."),
    }[density]


def why(kind: str) -> str:
    """Why a word is pointed at, as the end of a sentence that begins with the word."""
    return {
        AVOID_WORD: _("har de bedt os lade være med at bruge."),
        STAGE_WORD: _("er vores eget ord for, hvor langt vi er. Det hører ikke til på papir."),
        PEOPLE_WORD: _("er et ord om dem, de er der for, som de ikke selv bruger."),
        LIBRARY_TALK: _("er et ord, vi bruger på biblioteket."),
        UNCOVERED: _("loves her, men intet tilbud på siden rummer det."),
    }[kind]


def lix_text(lix: int) -> str:
    """How heavy a LIX is to read."""
    if lix < 25:
        return _("meget let at læse")
    if lix < 35:
        return _("let at læse")
    if lix < 45:
        return _("middel")
    if lix < 55:
        return _("svær at læse")
    return _("meget svær at læse")


def cut_text(field: str, characters: int) -> str:
    """What to shorten, as one sentence."""
    return ngettext("%(field)s skal være mindst %(num)s tegn kortere.",
                    "%(field)s skal være mindst %(num)s tegn kortere.", characters, field=field_label(field))


def missing_text(characters: tuple[str, ...]) -> str:
    """Which characters cannot be printed."""
    return ngettext("Tegnet %(all)s kan ikke trykkes på papiret. Skriv det med bogstaver, eller slet det.",
                    "Tegnene %(all)s kan ikke trykkes på papiret. Skriv dem med bogstaver, eller slet dem.",
                    len(characters), all=" ".join(characters))
