"""Two colleagues in one draft, a tab that does not know that the meeting is closed, and a phone that sends late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from outreach.closings.queries import content_of, find_closing, list_unfinished_closings
from outreach.core.db import db
from outreach.meetings.queries import get_meeting, list_upcoming
from outreach.partners.queries import get_open_partner
from outreach.users.models import User

Open = Callable[..., Any]


@pytest.fixture
def closing(meeting: str, host: User) -> Callable[[], Any]:
    """closing() -> the closing as it stands now."""

    def read() -> Any:
        db.session.rollback()
        return find_closing(get_meeting(meeting, host).meeting)

    return read


def heard(closing: Any) -> list[str]:
    content = content_of(closing)
    assert content is not None
    return [row["text"] for row in content["heard"]]


def test_a_draft_is_there_on_another_device(draft: Open, host: User, colleague: User) -> None:
    draft(host).set(heard_0_text="Ro er alt").autosave()
    assert draft(colleague).fields["heard-0-text"] == ["Ro er alt"]


def test_a_draft_put_aside_is_found_again(draft: Open, host: User, meeting: str) -> None:
    draft(host).set(heard_0_text="Ro er alt").send()
    unfinished = [(closing.meeting.public_id, closing.names) for closing in list_unfinished_closings(host)]
    assert unfinished == [(meeting, "Familiehuset")]


def test_texts_of_both_writers_are_kept(draft: Open, host: User, colleague: User, closing: Callable[[], Any]) -> None:
    one, other = draft(host), draft(colleague)
    one.set(heard_0_text="Ro er alt").autosave()
    assert other.set(heard_0_text="Mad samler folk").autosave()["state"] == "others"
    one.set(heard_0_text="Ro er alt for os").autosave()
    assert heard(closing()) == ["Ro er alt for os", "Mad samler folk"]


def test_conflicting_versions_of_a_row_are_both_kept(draft: Open, host: User, colleague: User,
                                                     closing: Callable[[], Any]) -> None:
    draft(host).set(heard_0_text="Ro").send()
    one, other = draft(host), draft(colleague)
    one.set(heard_0_text="Ro om morgenen").autosave()
    assert other.set(heard_0_text="Ro om aftenen").autosave()["state"] == "clashed"
    other.set(heard_0_text="Ro om aftenen, helst").autosave()
    assert heard(closing()) == ["Ro om morgenen", "Ro om aftenen, helst"]


def test_a_line_is_removed_by_its_button(draft: Open, host: User, closing: Callable[[], Any]) -> None:
    page = draft(host).set(heard_0_text="Ro")
    page.send(f"remove:heard:{page.fields['heard-0-key'][0]}")
    assert heard(closing()) == []


def test_closing_twice_closes_once(draft: Open, host: User, colleague: User, house: str) -> None:
    one, other = draft(host).answered().set(heard_0_text="Ro er alt"), draft(colleague)
    assert one.send("close").status_code == 302
    assert one.send("close").status_code == 302
    assert other.answered().send("close").status_code == 302
    assert [each.text for each in get_open_partner(house, host).quotes] == ["Ro er alt"]


def test_text_from_a_stale_tab_becomes_an_addition(draft: Open, host: User, colleague: User, house: str,
                                                closing: Callable[[], Any]) -> None:
    one, other = draft(host).answered(), draft(colleague)
    one.send("close")
    assert other.set(heard_0_text="Mad samler folk", ours_0_what="En kasse").autosave()["state"] == "closed"
    other.set(heard_0_text="Mad samler folk altid").send()
    assert [(each.text, each.by.name) for each in closing().additions] == [
        ("Det hørte vi: Mad samler folk altid\nVi lovede: En kasse", "Kollegaen")]
    assert get_open_partner(house, host).quotes == []


def test_a_late_retry_of_the_same_words_adds_nothing(draft: Open, host: User, closing: Callable[[], Any]) -> None:
    page = draft(host).answered().set(heard_0_text="Ro er alt")
    page.send("close")
    page.autosave()
    assert closing().additions == []


def test_correction_after_closing_changes_the_same_quote(draft: Open, host: User, house: str, meeting: str,
                                                                client_as: Callable[..., FlaskClient]) -> None:
    draft(host).answered().set(heard_0_text="Ro er alt").send("close")
    before = [each.public_id for each in get_open_partner(house, host).quotes]
    client_as(host).post(f"/meetings/{meeting}/closing/reopen")
    draft(host).set(heard_0_text="Ro er næsten alt").send("close")
    db.session.rollback()
    assert [(each.public_id, each.text) for each in get_open_partner(house, host).quotes] == [
        (before[0], "Ro er næsten alt")]


def test_addition_is_written_after_closing(draft: Open, host: User, meeting: str, closing: Callable[[], Any],
                                            client_as: Callable[..., FlaskClient]) -> None:
    draft(host).answered().send("close")
    client_as(host).post(f"/meetings/{meeting}/closing/add", data={"text": "De ringede og takkede"})
    assert [each.text for each in closing().additions] == ["De ringede og takkede"]


def test_the_next_meeting_is_planned_once_with_the_same_people(draft: Open, host: User, meeting: str,
                                                               client_as: Callable[..., FlaskClient]) -> None:
    page = draft(host).answered()
    del page.fields["next_none"]
    page.set(next_on="2099-03-02").send("close")
    for _twice in range(2):
        client_as(host).post(f"/meetings/{meeting}/closing/next")
    found = [each.meeting for each in list_upcoming(host, get_meeting(meeting, host).meeting.held_on)]
    assert [(each.held_on.isoformat(), [p.name for p in each.participants]) for each in found] == [
        ("2099-03-02", ["Værten", "Lederen"])]


def test_a_meeting_with_a_hidden_partner_is_not_closed_by_others(meet: Callable[..., str], house: str, centre: str,
                                                                 colleague: User,
                                                                 client_as: Callable[..., FlaskClient]) -> None:
    meeting = meet(house, centre)
    client = client_as(colleague)
    pages = [client.get(f"/meetings/{meeting}/{page}") for page in ("closing", "recap", "recap.png")]
    assert ["Krisecentret" in each.text for each in pages] == [False, False, False]
    assert client.post(f"/meetings/{meeting}/closing/autosave", data={"base": "0"}).mimetype == "text/html"


def test_a_decision_is_not_given_to_who_may_not_see_the_partner(draft: Open, meet: Callable[..., str], centre: str,
                                                                host: User, colleague: User) -> None:
    page = draft(host, meet(centre)).answered()
    page.set(decisions_0_what="Et besøg", decisions_0_owner=colleague.public_id, decisions_0_due="2099-01-01")
    answer = page.send("close")
    assert (answer.status_code, "Kollegaen kan ikke se partneren" in answer.text) == (422, True)
