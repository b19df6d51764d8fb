"""The recap as a PDF page and as the text of a mail."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.closings.sheet import PromiseLine, RecapSheet
from outreach.core.formatting import long_date, plain_date
from outreach.core.i18n import in_language
from outreach.core.pdf.fit import Design, Paper, fit_page

# Raise it when the page changes so that the same sheet looks different; frozen papers keep the number they had.
TEMPLATE_VERSION = 1


def _extras(_sheet: RecapSheet) -> dict[str, object]:
    return {"promise_details": promise_details}


def _logo(sheet: RecapSheet) -> dict[str, bytes]:
    return {"logo": sheet.logo} if sheet.logo else {}


DESIGN = Design(template="pdf/recap.html", fixed=("library_name", "partner_names", "contact"), roomy=900, medium=1500,
                extras=_extras, pictures=_logo)


def make_recap(sheet: RecapSheet) -> Paper:
    """The sheet on one page. Raises DoesNotFit (naming what to shorten), CannotPrint or Blocked."""
    return fit_page(sheet, DESIGN)


def promise_details(line: PromiseLine) -> str:
    """Who, how firmly and by when, in the current language: "Lederen, måske, senest 1. december 2026"."""
    firmness = {"maybe": _("måske"), "conditional": _("hvis det kan lade sig gøre"), "final": ""}[line.firmness]
    by = _("senest %(day)s", day=plain_date(line.by)) if line.by else ""
    return ", ".join(part for part in (line.who, line.organisation, firmness, by) if part)


def recap_text(sheet: RecapSheet) -> str:
    """The same for a mail, in the sheet's language, without a partner's name unless several met."""
    with in_language(sheet.language):
        parts = [_("Tak for mødet %(day)s. Her er det, vi aftalte.", day=long_date(sheet.on))]
        if sheet.heard:
            parts.append(_list(_("Det hørte vi"), [
                f"»{quotation.text}«" + (f" ({quotation.who})" if quotation.who else "") for quotation in sheet.heard]))
        decided = [f"{decision.what} ({_follows_up(decision.who, plain_date(decision.by))})"
                   for decision in sheet.decided]
        parts.append(_list(_("Det er besluttet"), decided or [_("Intet er besluttet endnu.")]))
        for heading, lines in ((_("I gør"), sheet.theirs), (_("Vi gør"), sheet.ours)):
            if lines:
                parts.append(_list(heading, [
                    line.what + (f" ({details})" if (details := promise_details(line)) else "") for line in lines]))
        parts.append(next_line(sheet))
        card = [part for part in (sheet.contact.name, sheet.library_name, sheet.contact.phone, sheet.contact.email)
                if part]
        parts.append("\n".join(card))
        return "\n\n".join(parts) + "\n"


def next_line(sheet: RecapSheet) -> str:
    """When we talk again, in the current language."""
    if sheet.next_on is None:
        return _("Vi finder en dag sammen, når det passer jer.")
    return _("Vi taler sammen igen %(day)s.", day=long_date(sheet.next_on))


def _follows_up(who: str, day: str) -> str:
    return _("%(name)s følger op senest %(day)s", name=who, day=day)


def _list(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)])
