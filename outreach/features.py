"""The blueprints of all features, and what the audit's pages need of users and partners."""

from __future__ import annotations

from outreach import template_context
from outreach.audit import directory as audit_directory
from outreach.audit.views import bp as audit
from outreach.cadence.views import bp as cadence
from outreach.candidates.views import bp as candidates
from outreach.closings.recap_views import bp as recaps
from outreach.closings.views import bp as closings
from outreach.commitments.views import bp as commitments
from outreach.conversations.views import bp as conversations
from outreach.drafts import middleware as draft_middleware
from outreach.drafts.views import bp as draft_pages
from outreach.followups.plan_views import bp as followup_plans
from outreach.followups.views import bp as followups
from outreach.handover.views import bp as handover
from outreach.issued_documents.views import bp as issued_documents
from outreach.jobs import tasks as background_tasks
from outreach.jobs.views import bp as jobs
from outreach.library.views import bp as library
from outreach.matching.views import bp as matching
from outreach.meetings.kit_views import bp as meeting_kit
from outreach.meetings.views import bp as meetings
from outreach.offers.views import bp as offers
from outreach.partner_page.views import bp as partner_page
from outreach.partners import queries as partner_queries
from outreach.partners.views import bp as partners
from outreach.pitches.quote_marks import bp as quote_marks
from outreach.pitches.views import bp as pitches
from outreach.reminders.views import bp as reminders
from outreach.reports.paper_views import bp as report_papers
from outreach.reports.views import bp as reports
from outreach.today.views import bp as today
from outreach.users import queries as user_queries
from outreach.users import sessions
from outreach.users.views import bp as users
from outreach.users.views import colleagues_bp as colleagues
from outreach.visit_log.views import bp as visit_log
from outreach.visits.views import bp as visits

BLUEPRINTS = (
    users, draft_pages, jobs, colleagues, library, partners, offers, matching, followups, followup_plans,
    commitments, issued_documents, pitches, quote_marks, meetings, meeting_kit, closings, recaps, conversations,
    cadence, visits,
    visit_log, candidates, partner_page, today, reports, report_papers, audit, reminders, handover,
)

audit_directory.register(audit_directory.Directory(
    partners_by_id=partner_queries.views_by_id, hidden_partner_ids=partner_queries.hidden_ids,
    get_open_partner=partner_queries.get_open_partner, select_user_id=user_queries.select_id,
    list_users=user_queries.list_users))

__all__ = ["BLUEPRINTS", "background_tasks", "draft_middleware", "sessions", "template_context"]
