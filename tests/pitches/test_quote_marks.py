"""Marking a quote: what it is about, which offers it turns down, and what that does to the page."""

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


def test_marks_are_kept_and_a_declined_offer_is_never_chosen(me, cast):
    quote = _quote("fælles om").public_id
    before = _chosen(cast)[0]
    answer = me.post(f"/partners/{cast.house}/quotes/{quote}/marks", data={
        "needs": ["together"], "declines": [cast.offers["Aften"]], "may_print": "y"})
    row = _quote("fælles om")
    assert (answer.status_code, "Aften" in before) == (302, True)
    assert (row.marks["needs"], row.marks["declines"], row.may_print) == (["together"], [cast.offers["Aften"]], True)
    assert ("Aften" in _chosen(cast)[0], _chosen(cast)[1]) == (False, "Aften")


def test_the_page_proposes_what_the_quote_is_about(me, cast):
    html = me.get(f"/partners/{cast.house}/quotes/{_quote('fælles om').public_id}/marks").text
    ticked = [tag for tag in re.findall(r"<input [^>]*>", html) if "checked" in tag]
    assert [re.search(r'value="(\w+)"', tag)[1] for tag in ticked] == ["together", "y"]


def test_a_quote_that_may_not_be_printed_is_on_no_page(me, cast):
    quote = _quote("fælles om").public_id
    me.post(f"/partners/{cast.house}/quotes/{quote}/marks", data={"needs": ["together"]})
    pitch = me.post(f"/partners/{cast.house}/pitches").location
    assert "fælles om.«" not in me.get(pitch).text


def test_a_stranger_may_not_mark_a_protected_partners_quote(stranger, cast):
    quote = _quote("fælles om").public_id
    assert stranger.get(f"/partners/{cast.shelter}/quotes/{quote}/marks").status_code in (403, 404)
