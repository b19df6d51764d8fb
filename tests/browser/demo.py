"""What the walk through the demo needs: a little of everything, and real ids for every page's address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select

from outreach.closings.models import Closing, ClosingState
from outreach.conversations.models import Conversation
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.formatting import search_key, sort_key
from outreach.core.permissions import Role
from outreach.followups.models import FollowUp, FollowUpPlan
from outreach.handover.models import Handover, HandoverItem
from outreach.issued_documents.models import IssuedDocument
from outreach.library.models import Sector
from outreach.library.vocabularies import VOCABULARIES, Vocabulary
from outreach.meetings.models import Meeting
from outreach.offers.models import Offer
from outreach.partners.models import Contact, Guess, Partner, Quote, Stage
from outreach.pitches.models import Pitch
from outreach.reminders.models import CalendarFeed
from outreach.reminders.service import secret_hash
from outreach.reports.models import Target
from outreach.users import sessions
from outreach.users.models import LinkPurpose, OneTimeLink, User, UserSession
from outreach.visits.models import Observation, Visit, VisitState

#: The colleague who owns most of the demo's partners, and the one who may do everything.
LIBRARIAN, ADMINISTRATOR = "Børnebibliotekaren", "Administratoren"
#: One colleague of each role.
BY_ROLE = {Role.STAFF: LIBRARIAN, Role.COORDINATOR: "Koordinatoren", Role.MANAGER: "Lederen",
           Role.ADMINISTRATOR: ADMINISTRATOR}
#: Who is not in the crisis centre's circle.
OUTSIDER = "Lederen"
THIN, ENDED = "Kun et navn", "Tak for denne gang"
_TOKEN = "a-token-for-the-walk-only"

#: Pages whose address says more than their rule: query strings worth a visit of their own.
QUERIES = {
    "partners.index": [{}, {"q": "hus"}, {"q": "findes slet ikke"}],
    "conversations.note": [{}, {"partner": "Familiehuset"}],
    "followups.index": [{}, {"whose": "all"}, {"partner": "Familiehuset"}, {"whose": "branch", "when": "late"}],
    "followups.choose_partner": [{}, {"q": "hus"}, {"q": "findes slet ikke"}],
    "audit.index": [{}, {"verb": "plan"}, {"who": "portal"}],
    "meetings.new": [{}, {"q": "hus"}, {"q": "findes slet ikke"}, {"partner": "Familiehuset"}],
    "meetings.partners": [{}, {"q": "ung"}],
    "visit_log.index": [{}, {"q": "bog", "sort": "minutes", "kind": "family_house"}, {"q": "findes slet ikke"},
                       {"period": "1000-01..2999-12", "state": "lost", "after": "zzzzzzzzzzzz"},
                       {"partner": "Skolen ved åen"}],
    "report_papers.index": [{}, {"language": "en"}, {"period": "2001"}, {"from": "1026-01"}],
    "reports.index": [{}, {"period": "2017-01..2026-12"}, {"period": "2001"},
                      {"period": "1026", "stage": "nothing"}, {"partner": "Skolen ved åen"}],
    "visits.choose_partner": [{}, {"q": "hus"}, {"q": "findes slet ikke", "to": "plan"}, {"q": "", "to": "plan"}],
    "visits.new": [{"partner": "Skolen ved åen"}],
    "visits.log": [{}, {"partner": "Skolen ved åen"}],
    "visits.edit": [{}, {"held": "1"}],
    "visits.partners": [{}, {"q": "ung"}],
    "offers.choose_wording": [{"sector": "the first"}],
}


def furnish(app: Flask) -> None:
    """Add what the demo does not bring: papers handed over, a partner with nothing but a name, one that has ended."""
    with app.app_context():
        with transactions.writing():
            db.session.add_all([
                Partner(name=THIN, **_keys(THIN), stage=Stage.PROSPECT),
                Partner(name=ENDED, **_keys(ENDED), stage=Stage.DIVORCE, archived_at=clock.now()),
                OneTimeLink(purpose=LinkPurpose.SET_PASSWORD, token_hash=sessions.hashed(_TOKEN),
                            user=_first(select(User).where(User.name == LIBRARIAN)),
                            expires_at=clock.now() + timedelta(days=1)),
                Handover(giver=_first(select(User).where(User.name == LIBRARIAN)),
                         taker=_first(select(User).where(User.name == ADMINISTRATOR)), items=[HandoverItem(
                             partner_id=_partner("Familiehuset").id, kind="owner", subject_id="x")]),
                CalendarFeed(user=_first(select(User).where(User.name == LIBRARIAN)), secret_hash=secret_hash(_TOKEN)),
            ])
        client = _client(app)
        meeting = f"/meetings/{_first(select(Meeting)).public_id}"
        _post(client, f"{meeting}/pitch")
        _post(client, f"{meeting}/for-them")
        db.session.remove()


def _keys(name: str) -> dict[str, str]:
    return {"sort_key": sort_key(name), "search_key": search_key(name)}


def _client(app: Flask) -> FlaskClient:
    """The librarian, signed in, at work without a browser."""
    user = _first(select(User).where(User.name == LIBRARIAN))
    with transactions.writing():
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed("furnish")))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"], cookie["language"] = "furnish", "da"
    return client


def _post(client: FlaskClient, address: str, **values: str) -> None:
    answer = client.post(address, data=values)
    assert answer.status_code in {200, 302, 303}, f"{address} answered {answer.status_code}"


def addresses(app: Flask, endpoint: str) -> Iterator[str]:
    """Every address at which the page of `endpoint` is looked at. Fails where no ids are known for it."""
    rule = next(each for each in app.url_map.iter_rules() if each.endpoint == endpoint and "GET" in each.methods)
    with app.app_context():
        for values in list(_arguments(endpoint, frozenset(rule.arguments))):
            _domain, path = rule.build(values, append_unknown=False)
            for query in QUERIES.get(endpoint, [{}]):
                yield path + (f"?{urlencode(_with_ids(query))}" if query else "")
        db.session.remove()


def _with_ids(query: dict[str, str]) -> dict[str, str]:
    ids = {"partner": lambda value: _partner(value).public_id,
           "sector": lambda _value: _first(select(Sector)).public_id}
    return {name: ids[name](value) if name in ids else value for name, value in query.items()}


def _arguments(endpoint: str, names: frozenset[str]) -> Iterator[dict[str, str]]:
    feature = endpoint.partition(".")[0]
    if not names:
        yield {}
    elif names == {"token"}:
        yield {"token": _TOKEN}
    elif names == {"public_id", "sector_id"}:
        yield {"public_id": _first(select(Offer)).public_id, "sector_id": _first(select(Sector)).public_id}
    elif endpoint == "reports.rows":
        yield from ({"name": name} for name in ("partners_visited", "missed", "pitched", "pitched_met", "promises_ours",
                                                "follow_up_days", "silent", "observations", "learnt", "moves"))
    elif names == {"partner_id"}:
        yield {"partner_id": _partner("Familiehuset").public_id}
    elif names == {"secret"}:
        yield {"secret": _TOKEN}
    elif names == {"user_id"}:
        yield from ({"user_id": _first(select(User).where(User.name == name)).public_id}
                    for name in (LIBRARIAN, ADMINISTRATOR))
    elif names == {"handover_id"}:
        yield {"handover_id": _first(select(Handover)).public_id}
    elif names == {"plan_id"}:
        yield {"plan_id": _first(select(FollowUpPlan)).public_id}
    elif names == {"slug"}:
        yield from ({"slug": each.slug} for each in _lists())
    elif names == {"slug", "public_id"}:
        yield from ({"slug": each.slug, "public_id": _first(select(each.model)).public_id} for each in _lists())
    elif "kind" in names and feature == "meeting_kit":
        for kind in ("pitch", "agenda", "preparation", "closing"):
            yield {"public_id": _first(select(Meeting)).public_id, "kind": kind}
    elif endpoint == "partners.ending":
        yield {"public_id": _partner("Værestedet ved havnen").public_id}
    elif feature in _OF_PARTNER and endpoint != "issued_documents.pdf":
        yield from _partner_arguments(names - {"public_id"}, ended=endpoint == "partner_page.partner")
    elif endpoint == "commitments.of_partner":
        yield from ({"public_id": _partner(name).public_id} for name in ("Boligsocialt hus", THIN))
    elif feature in ("closings", "recaps"):
        states = {"closings.page": ClosingState.DRAFT}
        closing = _first(select(Closing).where(Closing.state == states.get(endpoint, ClosingState.CLOSED)))
        yield {"public_id": db.session.get_one(Meeting, closing.meeting_id).public_id}
    elif endpoint == "visits.edit_observation":
        yield {"public_id": _first(select(Observation)).public_id}
    elif endpoint == "visits.new_observation":
        yield {"public_id": _partner("Familiehuset").public_id}
    elif feature == "visits":
        for state in _VISITS.get(endpoint, (VisitState.PLANNED,)):
            yield {"public_id": _first(select(Visit).where(Visit.state == state)).public_id}
    elif names == {"public_id"} and (endpoint in _ONE_OF or feature in _ONE_OF):
        yield {"public_id": _first(select(_ONE_OF.get(endpoint) or _ONE_OF[feature])).public_id}
    else:
        raise AssertionError(f"{endpoint} wants {sorted(names)}: say in tests/browser/demo.py which ids to look at")


def _lists() -> list[Vocabulary]:
    """The library's lists of every shape; the others are made of the same parts."""
    return [each for each in VOCABULARIES if each.slug in {"needs", "kinds", "questions", "words"}]


_ONE_OF = {"followups": FollowUp, "reports": Target, "offers": Offer, "meetings": Meeting, "meeting_kit": Meeting,
           "pitches": Pitch, "issued_documents": IssuedDocument, "colleagues": User, "reminders.meeting_ics": Meeting,
           "reminders.follow_up_ics": FollowUp, "reminders.visit_ics": Visit}
#: Features whose pages stand under a partner's address.
_OF_PARTNER = {
    "conversations",
    "partner_page",
    "audit",
    "issued_documents",
    "partners",
    "cadence",
    "quote_marks",
}
#: The states in which a visit's page differs.
_VISITS = {"visits.day": tuple(VisitState), "visits.edit": (VisitState.HELD, VisitState.PLANNED),
           "visits.remove": tuple(VisitState)}
_PARTS = {"contact_id": Contact, "quote_id": Quote, "guess_id": Guess, "conversation_id": Conversation}


def _partner_arguments(parts: frozenset[str], *, ended: bool) -> Iterator[dict[str, str]]:
    """A full partner, one with a name only, and where asked one in the archive; parts only where there are some."""
    if not parts:
        for name in ("Familiehuset", THIN, *([ENDED] if ended else [])):
            yield {"public_id": _partner(name).public_id}
        return
    partner = _partner("Familiehuset")
    values = {"public_id": partner.public_id}
    for part in parts:
        values[part] = _first(select(_PARTS[part]).where(_PARTS[part].partner_id == partner.id)).public_id
    yield values


def hidden_partner_address(app: Flask) -> str:
    """The page of a partner that is hidden from whoever is not in its circle."""
    with app.app_context():
        partner = _first(select(Partner).where(Partner.is_protected))
        address = f"/partners/{partner.public_id}"
        db.session.remove()
    return address


def _partner(name: str) -> Partner:
    return _first(select(Partner).where(Partner.name == name))


def _first(query: Select) -> object:
    model = query.column_descriptions[0]["entity"]
    found = db.session.scalars(query.order_by(model.id)).first()
    assert found is not None, f"the demo has no {model.__name__}"
    return found
