"""Every model module, imported once: for migrations and for whoever needs the whole schema."""

import outreach.audit.models
import outreach.closings.models
import outreach.conversations.models
import outreach.core.files
import outreach.core.submissions
import outreach.followups.models
import outreach.handover.models
import outreach.jobs.models
import outreach.kept.models
import outreach.library.models
import outreach.matching.models
import outreach.meetings.models
import outreach.neighbourhood.models
import outreach.offers.models
import outreach.papers.models
import outreach.partners.models
import outreach.pitches.models
import outreach.promises.models
import outreach.reminders.models
import outreach.reports.models
import outreach.silence.models
import outreach.users.models
import outreach.visits.models  # noqa: F401
