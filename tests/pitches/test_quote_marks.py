"""Marking a quote with needs and declined offers, and the effect on the pitch."""

import re

from sqlalchemy import select

from outreach.core.db import db
from outreach.matching.queries import rank_for
from outreach.partners.models import Quote
from outreach.partners.queries import get_open_partner


def _quote(text):
    db.session.remove()
    return db.session.scalars(select(Quote).where(Quote.text.contains(text))).one()


def _chosen(cast):
    db.session.remove()
    ranking = rank_for(get_open_partner(cast.house, cast.owner))
    return [each.offer.name for each in ranking.offers[:ranking.chosen]], ranking.offers[-1].offer.name


def test_marks_are_saved_and_declined_offer_is_not_chosen(me, cast):
    quote = _quote("fælles om").public_id
    before = _chosen(cast)[0]
    answer = me.post(f"/partners/{cast.house}/quotes/{quote}/marks", data={
        "needs": ["together"], "declines": [cast.offers["Aften"]], "may_print": "y"})
    row = _quote("fælles om")
    assert (answer.status_code, "Aften" in before) == (302, True)
    assert (row.marks["needs"], row.marks["declines"], row.may_print) == (["together"], [cast.offers["Aften"]], True)
    assert ("Aften" in _chosen(cast)[0], _chosen(cast)[1]) == (False, "Aften")


def test_marks_page_preselects_the_needs_of_the_quote(me, cast):
    html = me.get(f"/partners/{cast.house}/quotes/{_quote('fælles om').public_id}/marks").text
    ticked = [tag for tag in re.findall(r"<input [^>]*>", html) if "checked" in tag]
    assert [re.search(r'value="(\w+)"', tag)[1] for tag in ticked] == ["together", "y"]


def test_quote_not_allowed_in_print_is_left_out_of_the_pitch(me, cast):
    quote = _quote("fælles om").public_id
    me.post(f"/partners/{cast.house}/quotes/{quote}/marks", data={"needs": ["together"]})
    pitch = me.post(f"/partners/{cast.house}/pitches").location
    assert "fælles om.«" not in me.get(pitch).text


def test_outsider_cannot_mark_quotes_of_a_protected_partner(stranger, cast):
    quote = _quote("fælles om").public_id
    assert stranger.get(f"/partners/{cast.shelter}/quotes/{quote}/marks").status_code in (403, 404)
