"""The offers a new library can begin with. They stand in the file that the demo is made from; all can be edited."""

from __future__ import annotations

from outreach.core.db import db
from outreach.core.formatting import sort_key
from outreach.library.starter import Lists, entries
from outreach.offers.models import AnglePart, Effort, Offer, OfferAngle, OfferWording


def add_offers(lists: Lists, *, resting_too: bool = False) -> dict[str, Offer]:
    """Add them to the session, by the key they have in the file, tied to the needs, target groups and sectors of
    `lists`. What a library has not got in its own lists is left out."""
    offers = {}
    for values in entries("offers", "offer"):
        key, is_active, wordings = values.pop("key"), values.pop("active", True), values.pop("wording", ())
        angles = values.pop("angle", ())
        if not is_active and not resting_too:
            continue
        offers[key] = offer = Offer(**{
            **values,
            "sort_key": sort_key(values["name"]),
            "is_active": is_active,
            "effort": Effort(values["effort"]),
            "needs": [lists.need[need] for need in values["needs"] if need in lists.need],
            "target_groups": [lists.target_group[group] for group in values["target_groups"]
                              if group in lists.target_group],
            "angles": [OfferAngle(**(angle | {"part": AnglePart(angle["part"])}), position=position)
                       for position, angle in enumerate(angles)],
            "wordings": [OfferWording(**(wording | {"sector": lists.sector[wording["sector"]]})) for wording in wordings
                         if wording["sector"] in lists.sector],
        })
        db.session.add(offer)
    return offers
