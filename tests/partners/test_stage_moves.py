"""Trying something together, a lasting partnership and a good ending: what each of them asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import EndingStatus, Partner, PartnerAgreement, PartnerEnding, Stage
from outreach.partners.queries import list_to_decide
from outreach.users.models import User
from tests.factories import add_partner

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


MOVE = {"on": day(0), "reason": "Aftalt på mødet"}
ENDING = {"thanks": "done", "loans": "missing", "learnt": "At fredag er for sent.", "door": "De ringer selv."}


def photograph() -> bytes:
    """A JPEG that says where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "Secret street 1"
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def stage() -> Stage:
    return db.session.scalars(db.select(Partner.stage)).one()


def wrong(page: str) -> list[str]:
    return re.findall(r'<li><a href="#([^"]+)">', page)


def test_trying_together_requires_a_decide_by_date(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset", stage=Stage.DATE)
    refused = client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "engagement"})
    assert (refused.status_code, wrong(refused.text), stage()) == (422, ["decide_by"], Stage.DATE)
    client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "engagement", "decide_by": day(90)})
    assert db.session.scalars(db.select(Partner.decide_by)).one() == clock.today() + timedelta(days=90)


@pytest.mark.parametrize("when", [day(0), day(-3), ""])
def test_a_decide_by_date_in_the_past_is_refused(client: FlaskClient, me: User, when: str) -> None:
    partner = add_partner(me, "Huset", stage=Stage.ENGAGEMENT)
    answer = client.post(f"/partners/{partner}/decide-by", data={"decide_by": when})
    assert (answer.status_code, wrong(answer.text)) == (422, ["decide_by"])


def test_the_decide_by_date_can_change_and_ends_with_the_stage(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset", stage=Stage.ENGAGEMENT)
    client.post(f"/partners/{partner}/decide-by", data={"decide_by": day(20)})
    moved = db.session.scalars(db.select(Partner.decide_by)).one()
    client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "date"})
    assert (moved, db.session.scalars(db.select(Partner.decide_by)).one()) == (
        clock.today() + timedelta(days=20), None)


def test_decisions_due_are_my_own_near_or_undated_ones(client: FlaskClient, me: User) -> None:
    near, far, none = (add_partner(me, name, stage=Stage.ENGAGEMENT) for name in ("Nær", "Fjern", "Uden"))
    client.post(f"/partners/{near}/decide-by", data={"decide_by": day(10)})
    client.post(f"/partners/{far}/decide-by", data={"decide_by": day(100)})
    found = list_to_decide(db.session.get_one(User, me.id), clock.today() + timedelta(days=14))
    assert [each.public_id for each in found] == [near, none]


@pytest.mark.parametrize(("sent", "field"), [
    ({}, "signed_on"), ({"signed_on": day(-1)}, "file"), ({"signed_on": day(2), "link": "aftaler.dk/1"}, "signed_on"),
    ({"signed_on": day(-1), "file": (BytesIO(b"MZ not a paper"), "aftale.pdf")}, "file"),
    ({"signed_on": day(-1), "file": (BytesIO(b"%PDF-1.7 cut off"), "aftale.pdf")}, "file"),
    ({"signed_on": day(-1), "file": (BytesIO(photograph()[:200]), "aftale.jpg")}, "file")])
def test_a_lasting_partnership_requires_an_agreement(client: FlaskClient, me: User, sent: dict[str, object],
                                                      field: str) -> None:
    partner = add_partner(me, "Huset", stage=Stage.ENGAGEMENT)
    answer = client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "marriage", **sent})
    assert (answer.status_code, wrong(answer.text), stage()) == (422, [field], Stage.ENGAGEMENT)


def test_the_signed_agreement_downloads_unchanged(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset", stage=Stage.ENGAGEMENT)
    client.post(f"/partners/{partner}/stage", data={
        **MOVE, "to": "marriage", "signed_on": day(-1), "file": (BytesIO(PDF), "Aftale med Huset.exe")})
    agreement = db.session.scalars(db.select(PartnerAgreement.public_id)).one()
    answer = client.get(f"/partners/{partner}/agreement/{agreement}")
    assert (stage(), answer.data, answer.mimetype, answer.headers["Content-Disposition"]) == (
        Stage.MARRIAGE, PDF, "application/pdf", f"attachment; filename={agreement}.pdf")


def test_a_photographed_agreement_loses_its_location(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset", stage=Stage.MARRIAGE)
    client.post(f"/partners/{partner}/agreement", data={
        "signed_on": day(-1), "file": (BytesIO(photograph()), "a.jpg")})
    agreement = db.session.scalars(db.select(PartnerAgreement.public_id)).one()
    kept = client.get(f"/partners/{partner}/agreement/{agreement}").data
    assert (b"Secret street" in photograph(), b"Secret street" in kept, dict(Image.open(BytesIO(kept)).getexif())) == (
        True, False, {})


def test_an_agreement_is_hidden_with_its_partner(client: FlaskClient, me: User,
                                                  client_as: Callable[..., FlaskClient]) -> None:
    hidden = add_partner(me, "Huset", kind="crisis_centre", stage=Stage.MARRIAGE)
    other = add_partner(me, "Skolen")
    client.post(f"/partners/{hidden}/agreement", data={"signed_on": day(-1), "file": (BytesIO(PDF), "a.pdf")})
    agreement = db.session.scalars(db.select(PartnerAgreement.public_id)).one()
    outsider = client_as(Role.MANAGER)
    assert [outsider.get(f"/partners/{each}/agreement/{agreement}").status_code for each in (hidden, other)] == [
        403, 404]


@pytest.mark.parametrize(("sent", "fields"), [
    ({}, ["thanks", "loans"]), ({**ENDING, "thanks": ""}, ["thanks"]), ({**ENDING, "learnt": " "}, ["learnt"])])
def test_ending_requires_the_checklist(client: FlaskClient, me: User, sent: dict[str, str], fields: list[str]) -> None:
    partner = add_partner(me, "Huset", stage=Stage.DATE)
    answer = client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "divorce", **sent})
    assert (answer.status_code, sorted(wrong(answer.text)), stage()) == (422, sorted(fields), Stage.DATE)


def test_the_ending_checklist_can_be_completed_later(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset", stage=Stage.DATE)
    client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "divorce", **ENDING})
    assert "Noget af det udlånte mangler" in client.get(f"/partners/{partner}").text
    client.post(f"/partners/{partner}/ending", data={**ENDING, "loans": "done"})
    assert db.session.scalars(db.select(PartnerEnding.loans)).all() == [EndingStatus.DONE]


def test_ending_a_possible_partner_needs_no_checklist(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset")
    client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "divorce"})
    assert (stage(), db.session.scalars(db.select(PartnerEnding)).all()) == (Stage.DIVORCE, [])
    assert client.get(f"/partners/{partner}/ending").status_code == 404


def test_no_field_label_stands_as_its_error(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset", stage=Stage.ENGAGEMENT)
    refused = client.post(f"/partners/{partner}/stage", data={**MOVE, "to": "marriage"}).text
    assert '<li><a href="#signed_on">Hvornår skrev I under? Skriv den dag, I skrev under.</a></li>' in refused
