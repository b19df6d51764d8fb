"""Handing on what a colleague has, and taking it back, on the demo."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import transactions
from outreach.core.db import db
from outreach.followups.models import FollowUp
from outreach.handover.models import Handover
from outreach.meetings.models import Meeting
from outreach.partners.models import CircleMember, Partner
from outreach.users.models import User
from tests.pdf.reading import faults, page_count, text

LIBRARIAN, TAKER = "Børnebibliotekaren", "Koordinatoren"


def one(model: type, **values: object) -> object:
    db.session.remove()
    return db.session.scalars(select(model).filter_by(**values)).one()


def whole_text(pdf: bytes) -> str:
    """Every page's words, in small letters, with single spaces."""
    return " ".join(" ".join(text(pdf, page) for page in range(page_count(pdf))).casefold().split())


def user_id(name: str) -> str:
    return str(one(User, name=name).public_id)  # type: ignore[attr-defined]


def give(client: FlaskClient, *partners: str, taker: str = TAKER, giver: str = LIBRARIAN, note: str = "") -> str:
    """Hand these partners on; where it leads."""
    chosen = [one(Partner, name=name).public_id for name in partners]  # type: ignore[attr-defined]
    response = client.post(f"/handover/{user_id(giver)}",
                           data={"chosen": chosen, "taker": user_id(taker), "note": note})
    assert response.status_code == 302, response.text
    return str(response.location)


def owner_of(name: str) -> str:
    return str(one(Partner, name=name).owner.name)  # type: ignore[attr-defined]


def circle_of(name: str) -> set[str]:
    partner = one(Partner, name=name)
    return {member.user.name for member in partner.circle}  # type: ignore[attr-defined]


def follow_up_owners(name: str) -> set[str]:
    partner = one(Partner, name=name)
    return set(db.session.scalars(select(User.name).join(FollowUp, FollowUp.owner_id == User.id).where(
        FollowUp.partner_id == partner.id, FollowUp.done_at.is_(None))))  # type: ignore[attr-defined]


@pytest.fixture
def client(demo_client: Callable[..., FlaskClient]) -> FlaskClient:
    return demo_client()


def test_the_sheet_lists_everything_by_partner(client: FlaskClient) -> None:
    html = client.get(f"/handover/{user_id(LIBRARIAN)}").text
    for expected in ("Familiehuset", "Randers Krisecenter", "Send de lovede bøger på arabisk og tyrkisk",
                     "Første møde"):
        assert expected in html


def test_an_outsider_sees_a_protected_partner_by_code_name(demo_client: Callable[..., FlaskClient]) -> None:
    code_name = one(Partner, name="Randers Krisecenter").code_name  # type: ignore[attr-defined]
    html = demo_client("Lederen").get(f"/handover/{user_id(LIBRARIAN)}").text
    assert (code_name in html, "Randers Krisecenter" in html, "ro til en oplæsning" in html) == (True, False, False)


def test_one_act_hands_on_partner_follow_ups_and_meetings(client: FlaskClient) -> None:
    give(client, "Familiehuset", note="De er søde")
    taker = user_id(TAKER)
    meeting = one(Meeting, title="Vores første møde")
    owner = db.session.get_one(User, meeting.owner_id).public_id  # type: ignore[attr-defined]
    assert (owner_of("Familiehuset"), follow_up_owners("Familiehuset"), owner) == (TAKER, {TAKER}, taker)


def test_partners_not_chosen_stay(client: FlaskClient) -> None:
    give(client, "Familiehuset")
    name = "Sundhedsplejen i nordøst"
    assert (owner_of(name), follow_up_owners(name)) == (LIBRARIAN, {LIBRARIAN})


def test_each_handed_over_record_is_audited(client: FlaskClient) -> None:
    give(client, "Familiehuset")
    db.session.remove()
    acts = set(db.session.scalars(select(AuditEntry.act).where(AuditEntry.actor_name == LIBRARIAN)))
    assert {"handover.give", "partner.change_access", "follow_up.hand_on", "meeting.hand_on"} <= acts


def test_undo_restores_owners_and_circles(client: FlaskClient) -> None:
    before = circle_of("Randers Krisecenter")
    done = give(client, "Familiehuset", "Randers Krisecenter")
    client.post(f"{done}/undo")
    assert [owner_of(name) for name in ("Familiehuset", "Randers Krisecenter")] == [LIBRARIAN, LIBRARIAN]
    assert (follow_up_owners("Familiehuset"), circle_of("Randers Krisecenter")) == ({LIBRARIAN}, before)


def test_undo_leaves_finished_follow_ups(client: FlaskClient) -> None:
    done = give(client, "Sundhedsplejen i nordøst")
    follow_up = one(FollowUp, what="Send de lovede bøger på arabisk og tyrkisk").public_id  # type: ignore[attr-defined]
    client.post(f"/followups/{follow_up}/done")
    client.post(f"{done}/undo")
    found = one(FollowUp, public_id=follow_up)
    assert (found.done_at is not None, found.owner.name) == (True, TAKER)  # type: ignore[attr-defined]


def test_an_active_giver_stays_in_the_circle(client: FlaskClient) -> None:
    give(client, "Randers Krisecenter")
    assert (owner_of("Randers Krisecenter"), LIBRARIAN in circle_of("Randers Krisecenter")) == (TAKER, True)


def test_an_inactive_giver_leaves_the_circle(demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    with transactions.writing():
        partner = db.session.scalars(select(Partner).where(Partner.name == "Randers Krisecenter")).one()
        taker = db.session.scalars(select(User).where(User.name == TAKER)).one()
        if taker.id not in {member.user_id for member in partner.circle}:
            partner.circle.append(CircleMember(user=taker))
        db.session.scalars(select(User).where(User.name == LIBRARIAN)).one().active = False
    give(demo_client(TAKER), "Randers Krisecenter")
    assert (owner_of("Randers Krisecenter"), LIBRARIAN in circle_of("Randers Krisecenter")) == (TAKER, False)


def test_a_hidden_partner_cannot_be_handed_over(demo_client: Callable[..., FlaskClient]) -> None:
    chosen = one(Partner, name="Randers Krisecenter").public_id  # type: ignore[attr-defined]
    response = demo_client("Lederen").post(f"/handover/{user_id(LIBRARIAN)}",
                                           data={"chosen": [chosen], "taker": user_id("Lederen"), "note": ""})
    assert (response.status_code, owner_of("Randers Krisecenter")) == (422, LIBRARIAN)


@pytest.mark.parametrize(("data", "said"), [
    ({"chosen": [], "taker": TAKER}, "Sæt hak ved mindst én partner."),
    ({"chosen": ["Familiehuset"], "taker": ""}, "Vælg en kollega, der kan tage over.")])
def test_bad_input_has_an_error(client: FlaskClient, data: dict[str, object], said: str) -> None:
    chosen = [one(Partner, name=name).public_id for name in data["chosen"]]  # type: ignore[attr-defined]
    taker = user_id(str(data["taker"])) if data["taker"] else ""
    response = client.post(f"/handover/{user_id(LIBRARIAN)}", data={"chosen": chosen, "taker": taker, "note": ""})
    assert (response.status_code, said in response.text, owner_of("Familiehuset")) == (422, True, LIBRARIAN)


def test_the_givers_sheet_links_to_the_handover(client: FlaskClient) -> None:
    done = give(client, "Familiehuset")
    assert re.search(rf'href="{done}"', client.get(f"/handover/{user_id(LIBRARIAN)}").text)
    assert one(Handover).taker.name == TAKER  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pdf_is_tagged_and_complete(demo_client: Callable[..., FlaskClient], language: str) -> None:
    pdf = demo_client(LIBRARIAN, language=language).get(f"/handover/{user_id(LIBRARIAN)}.pdf").data
    words = whole_text(pdf)
    assert ("send de lovede bøger på arabisk og tyrkisk" in words, "randers krisecenter" in words) == (True, True)
    assert faults(pdf) == []


def test_the_pdf_takes_several_pages_and_hides_protected_partners(
        demo_client: Callable[..., FlaskClient]) -> None:
    with transactions.writing():
        partner = db.session.scalars(select(Partner).where(Partner.name == "Familiehuset")).one()
        owner = db.session.scalars(select(User).where(User.name == LIBRARIAN)).one()
        db.session.add_all([FollowUp(partner_id=partner.id, what=f"Ting nummer {each} 🎉", owner_id=owner.id,
                                     due_on=partner.stage_since) for each in range(90)])
    pdf = demo_client("Lederen").get(f"/handover/{user_id(LIBRARIAN)}.pdf").data
    words = whole_text(pdf)
    assert (page_count(pdf) > 2, faults(pdf)) == (True, [])
    assert ("ting nummer 89" in words, "randers krisecenter" in words, "oplæsning" in words) == (True, False, False)


@pytest.mark.parametrize("viewer", [LIBRARIAN, "Lederen"])
def test_the_list_counts_only_follow_ups_that_the_sheet_shows(demo_client: Callable[..., FlaskClient],
                                                              viewer: str) -> None:
    client = demo_client(viewer)
    row = re.search(rf"{LIBRARIAN}</a></th><td>\d+</td><td>(\d+)</td>", client.get("/handover").text)
    assert row
    assert int(row[1]) == client.get(f"/handover/{user_id(LIBRARIAN)}").text.count("<strong>Opfølgning</strong>")
