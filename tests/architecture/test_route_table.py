"""Who may reach which page. Every endpoint stands here; one that does not, fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter

from outreach.core.permissions import ROLES_FOR, Act, Role, access_of

#: Endpoint -> the act it needs, or "public". Write a new page here with what it ought to need, not with what it has.
ACCESS = {
    # conversations
    "conversations.edit": "edit_partners",
    "conversations.note": "edit_partners",
    "conversations.noted": "edit_partners",
    "conversations.partners": "edit_partners",
    "conversations.remove": "edit_partners",
    # closings
    "closings.add": "edit_partners",
    "closings.autosave": "edit_partners",
    "closings.page": "edit_partners",
    "closings.plan_next": "make_papers",
    "closings.reopen": "edit_partners",
    "closings.write": "edit_partners",
    "recaps.download": "make_papers",
    "recaps.page": "use_portal",
    "recaps.page_picture": "use_portal",
    # partner_page
    "partner_page.partner": "use_portal",
    # followups
    "followup_plans.begin": "edit_partners",
    "followup_plans.edit": "edit_library",
    "followup_plans.index": "use_portal",
    "followup_plans.new": "edit_library",
    "followup_plans.set_active": "edit_library",
    "followup_plans.start": "edit_library",
    "followups.choose_partner": "edit_partners",
    "followups.done": "edit_partners",
    "followups.edit": "edit_partners",
    "followups.hand_on": "edit_partners",
    "followups.index": "use_portal",
    "followups.new": "edit_partners",
    "followups.remove": "edit_partners",
    "followups.reopen": "edit_partners",
    # handover
    "handover.done": "use_portal",
    "handover.give": "edit_partners",
    "handover.index": "use_portal",
    "handover.pdf": "use_portal",
    "handover.sheet": "use_portal",
    "handover.undo": "edit_partners",
    # healthz
    "healthz": "public",
    # jobs
    "jobs.again": "use_portal",
    "jobs.file": "use_portal",
    "jobs.index": "use_portal",
    "jobs.show": "use_portal",
    "jobs.stop": "use_portal",
    # drafts
    "drafts.discard": "use_portal",
    "drafts.show": "use_portal",
    # library
    "library.add_row": "edit_library",
    "library.choose_logo": "edit_library",
    "library.index": "use_portal",
    "library.logo": "use_portal",
    "library.move_row": "edit_library",
    "library.new_row": "edit_library",
    "library.profile": "edit_library",
    "library.remove_logo": "edit_library",
    "library.row": "edit_library",
    "library.rows": "use_portal",
    "library.save_logo": "edit_library",
    "library.set_row_active": "edit_library",
    # audit
    "audit.blank": "blank_log",
    "audit.export": "read_log",
    "audit.forget": "blank_log",
    "audit.index": "read_log",
    "audit.of_partner": "use_portal",
    "audit.openings": "read_log",
    # matching
    "matching.answer": "edit_partners",
    # meeting_kit
    "meeting_kit.for_them": "make_papers",
    "meeting_kit.for_us": "make_papers",
    "meeting_kit.kit": "use_portal",
    "meeting_kit.page_picture": "use_portal",
    "meeting_kit.write_pitch": "make_papers",
    # meetings
    "meetings.agenda": "make_papers",
    "meetings.edit": "make_papers",
    "meetings.index": "use_portal",
    "meetings.new": "make_papers",
    "meetings.partners": "make_papers",
    "meetings.propose": "make_papers",
    "meetings.questions": "make_papers",
    "meetings.set_state": "make_papers",
    # candidates
    "candidates.discard": "edit_partners",
    "candidates.index": "edit_partners",
    "candidates.make_partner": "edit_partners",
    "candidates.restore": "edit_partners",
    # offers
    "offers.add": "edit_offers",
    "offers.choose_wording": "edit_offers",
    "offers.edit": "edit_offers",
    "offers.index": "use_portal",
    "offers.new": "edit_offers",
    "offers.offer": "use_portal",
    "offers.remove_wording": "edit_offers",
    "offers.set_active": "edit_offers",
    "offers.start": "edit_library",
    "offers.wording": "edit_offers",
    # paper_font
    "paper_font": "public",
    # readyz
    "readyz": "public",
    # issued_documents
    "issued_documents.of_partner": "use_portal",
    "issued_documents.pdf": "use_portal",
    # partners
    "partners.agreement": "edit_partners",
    "partners.agreement_file": "use_portal",
    "partners.archive": "archive_partners",
    "partners.decide_by": "edit_partners",
    "partners.edit": "edit_partners",
    "partners.edit_basics": "edit_partners",
    "partners.edit_contact": "edit_partners",
    "partners.edit_everyday": "edit_partners",
    "partners.edit_access": "edit_partners",
    "partners.edit_needs": "edit_partners",
    "partners.edit_quote": "edit_partners",
    "partners.index": "use_portal",
    "partners.move_stage": "edit_partners",
    "partners.new": "edit_partners",
    "partners.new_contact": "edit_partners",
    "partners.new_guess": "edit_partners",
    "partners.new_quote": "edit_partners",
    "partners.ending": "edit_partners",
    "partners.end_opening": "use_portal",
    "partners.open_hidden": "use_portal",
    "partners.remove_contact": "edit_partners",
    "partners.remove_guess": "edit_partners",
    "partners.remove_quote": "edit_partners",
    "partners.restore": "archive_partners",
    "partners.undo": "edit_partners",
    "partners.similar": "edit_partners",
    # pitches
    "pitches.autosave": "make_papers",
    "pitches.beside": "make_papers",
    "pitches.editor": "make_papers",
    "pitches.issue": "make_papers",
    "pitches.language": "make_papers",
    "pitches.page_png": "make_papers",
    "pitches.save": "make_papers",
    "pitches.start": "make_papers",
    "quote_marks.mark": "edit_partners",
    # reports
    "report_papers.board": "read_reports",
    "report_papers.index": "read_reports",
    "report_papers.report": "read_reports",
    "reports.choose_partner": "read_reports",
    "reports.edit_goal": "set_targets",
    "reports.goals": "set_targets",
    "reports.index": "read_reports",
    "reports.new_goal": "set_targets",
    "reports.rate": "set_targets",
    "reports.remove_goal": "set_targets",
    "reports.restore_goal": "set_targets",
    "reports.rows": "read_reports",
    # cadence
    "cadence.end_pause": "edit_partners",
    "cadence.pause": "edit_partners",
    "cadence.edit": "edit_library",
    # commitments
    "commitments.index": "use_portal",
    "commitments.of_partner": "edit_partners",
    "commitments.outcome": "edit_partners",
    "commitments.settle": "edit_partners",
    # reminders
    "reminders.choose_mail": "use_portal",
    "reminders.feed": "public",
    "reminders.follow_up_ics": "use_portal",
    "reminders.make_feed": "use_portal",
    "reminders.meeting_ics": "use_portal",
    "reminders.mine": "use_portal",
    "reminders.revoke_feed": "use_portal",
    "reminders.visit_ics": "use_portal",
    # static
    "static": "public",
    # today
    "today.first_steps": "edit_library",
    "today.front": "use_portal",
    # colleagues
    "colleagues.deactivate": "manage_users",
    "colleagues.edit": "manage_users",
    "colleagues.end_session": "manage_users",
    "colleagues.end_sessions": "manage_users",
    "colleagues.index": "manage_users",
    "colleagues.invite": "manage_users",
    "colleagues.make_link": "manage_users",
    "colleagues.new": "manage_users",
    "colleagues.reactivate": "manage_users",
    "colleagues.reset_second_factor": "manage_users",
    "colleagues.show": "manage_users",
    # users
    "users.begin_second_factor": "use_portal",
    "users.change_email": "use_portal",
    "users.change_password": "use_portal",
    "users.choose_language": "public",
    "users.confirm": "use_portal",
    "users.confirm_now": "use_portal",
    "users.edit_me": "use_portal",
    "users.email": "use_portal",
    "users.end_my_other_sessions": "use_portal",
    "users.end_my_session": "use_portal",
    "users.first_run": "public",
    "users.first_run_now": "public",
    "users.me": "use_portal",
    "users.recovery_codes": "use_portal",
    "users.renew_recovery_codes": "use_portal",
    "users.second_factor": "use_portal",
    "users.second_factor_qr": "use_portal",
    "users.second_step": "public",
    "users.second_step_now": "public",
    "users.set_password": "public",
    "users.set_password_now": "public",
    "users.sign_in": "public",
    "users.sign_in_now": "public",
    "users.sign_out": "public",
    "users.stay": "use_portal",
    "users.turn_off_second_factor": "use_portal",
    "users.turn_on_second_factor": "use_portal",
    # visit_log
    "visit_log.choose_partner": "read_reports",
    "visit_log.file": "read_reports",
    "visit_log.index": "read_reports",
    # visits
    "visits.choose_partner": "edit_partners",
    "visits.day": "use_portal",
    "visits.edit": "edit_partners",
    "visits.edit_observation": "edit_partners",
    "visits.follow_up": "edit_partners",
    "visits.offline_session": "edit_partners",
    "visits.index": "use_portal",
    "visits.log": "edit_partners",
    "visits.new": "edit_partners",
    "visits.new_observation": "edit_partners",
    "visits.packing": "make_papers",
    "visits.partners": "edit_partners",
    "visits.remove": "edit_partners",
    "visits.remove_observation": "edit_partners",
    "visits.send": "edit_partners",
    "visits.set_state": "edit_partners",
    "visits.shell": "edit_partners",
    "visits.thing_back": "edit_partners",
    "visits.undo": "edit_partners",
    "visits.worker": "public",
}

#: What is open without sign-in, and why. Kept apart so that a new one is noticed.
PUBLIC = {
    "healthz": "a monitor has no account",
    "paper_font": "fonts of the sign-in page",
    "readyz": "a monitor has no account; it tells only which part fails",
    "reminders.feed": "a calendar program has no account; the secret in the address is the key",
    "static": "style and scripts of the sign-in page",
    "users.choose_language": "the sign-in page speaks both languages",
    "users.first_run": "nobody has an account yet; the token in the address is the key",
    "users.first_run_now": "as above",
    "users.second_step": "between password and code; the token in the cookie is the key",
    "users.second_step_now": "as above",
    "users.set_password": "the token in the address is the key",
    "users.set_password_now": "as above",
    "users.sign_in": "the way in",
    "users.sign_in_now": "the way in",
    "users.sign_out": "harmless for who is out already",
    "visits.worker": "a script like those under static; it names nobody",
}


def mark(app: Flask, endpoint: str) -> str | None:
    access = access_of(app, endpoint)
    return access.value if isinstance(access, Act) else access


def address(app: Flask, rule: Rule) -> str:
    """An address of this rule that leads to no record."""
    values: dict[str, Any] = {}
    for name, converter in rule._converters.items():
        values[name] = sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "bbbbbbbbbbbb"
        try:
            converter.to_url(values[name])
        except ValueError:
            values[name] = 999_999
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def asked(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of everything that is not public."""
    return [(rule.endpoint, method, address(app, rule)) for rule in app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            if access_of(app, rule.endpoint) != "public"]


def test_every_endpoint_is_in_the_table_with_its_access(app: Flask) -> None:
    assert {endpoint: mark(app, endpoint) for endpoint in sorted(app.view_functions)} == ACCESS


def test_public_endpoints_are_listed(app: Flask) -> None:
    assert {endpoint for endpoint in app.view_functions if mark(app, endpoint) == "public"} == set(PUBLIC)


@pytest.mark.own_app
def test_unmarked_view_is_not_reached(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code == 404


def test_a_visitor_is_sent_to_the_sign_in_page(app: Flask) -> None:
    client = app.test_client()
    wrong = {}
    for endpoint, method, path in asked(app):
        response = client.open(path, method=method)
        if response.status_code != 302 or not (response.location or "").startswith("/sign-in"):
            wrong[f"{method} {path} ({endpoint})"] = response.status
    assert wrong == {}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_role_reaches_only_what_it_may(app: Flask, client_as: Callable[..., FlaskClient],
                                                     role: Role) -> None:
    app.config["RAISE_ERRORS"] = False
    client = client_as(role)
    wrong = {}
    for endpoint, method, path in asked(app):
        response = client.open(path, method=method)
        allowed = role in ROLES_FOR[Act(ACCESS.get(endpoint, mark(app, endpoint)))]
        refused = response.status_code == 403 or (response.location or "").startswith("/sign-in")
        if refused is allowed or response.status_code >= 500:
            wrong[f"{method} {path} ({endpoint})"] = response.status
    assert wrong == {}
