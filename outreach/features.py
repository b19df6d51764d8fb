"""The features of the house, in the order in which they may know each other."""

from __future__ import annotations

from outreach import template_context
from outreach.closings.recap_views import bp as recaps
from outreach.closings.views import bp as closings
from outreach.conversations.views import bp as conversations
from outreach.dossier.views import bp as dossier
from outreach.followups.plan_views import bp as followup_plans
from outreach.followups.views import bp as followups
from outreach.handover.views import bp as handover
from outreach.jobs import runner as jobs_runner
from outreach.jobs.views import bp as jobs
from outreach.kept import hooks as kept
from outreach.kept.views import bp as kept_pages
from outreach.library.views import bp as library
from outreach.logbook.views import bp as logbook
from outreach.matching.views import bp as matching
from outreach.meetings.kit_views import bp as meeting_kit
from outreach.meetings.views import bp as meetings
from outreach.neighbourhood.views import bp as neighbourhood
from outreach.offers.views import bp as offers
from outreach.papers.views import bp as papers
from outreach.partners.views import bp as partners
from outreach.pitches.views import bp as pitches
from outreach.promises.views import bp as promises
from outreach.reminders.views import bp as reminders
from outreach.reports.paper_views import bp as report_papers
from outreach.reports.views import bp as reports
from outreach.silence.views import bp as silence
from outreach.today.views import bp as today
from outreach.users import sessions
from outreach.users.views import bp as users
from outreach.users.views import colleagues_bp as colleagues
from outreach.visitlog.views import bp as visitlog
from outreach.visits.views import bp as visits

BLUEPRINTS = (users, kept_pages, jobs, colleagues, library, partners, offers, matching, followups, followup_plans,
              promises, papers, pitches, meetings, meeting_kit, closings, recaps, conversations, silence, visits,
              visitlog, neighbourhood, dossier, today, reports, report_papers, logbook, reminders, handover)

__all__ = ["BLUEPRINTS", "jobs_runner", "kept", "sessions", "template_context"]
