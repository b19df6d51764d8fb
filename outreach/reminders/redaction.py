"""What a partner is called, and what is said of it, where it leaves the house: in mails and calendars. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.partners.protection import OpenPartner, PartnerView, made_code_name


def outside_name(partner: PartnerView) -> str:
    """A protected partner always by its code name, whoever reads."""
    if isinstance(partner, OpenPartner) and partner.is_protected:
        return partner.code_name or made_code_name(partner.public_id)
    return partner.display_name


def outside_names(partners: Iterable[PartnerView]) -> str:
    """Several, in their order."""
    return ", ".join(outside_name(each) for each in partners)


def outside_text(partners: Iterable[PartnerView], text: str) -> str:
    """Words that may leave the house: none where one of the partners is protected."""
    return text if all(isinstance(each, OpenPartner) and not each.is_protected for each in partners) else ""
