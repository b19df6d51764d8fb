"""Imports every model module, so that the metadata is complete."""

import outreach.audit.models
import outreach.cadence.models
import outreach.candidates.models
import outreach.closings.models
import outreach.commitments.models
import outreach.conversations.models
import outreach.core.idempotency
import outreach.core.stored_files
import outreach.core.undo
import outreach.drafts.models
import outreach.followups.models
import outreach.handover.models
import outreach.issued_documents.models
import outreach.jobs.models
import outreach.library.models
import outreach.matching.models
import outreach.meetings.models
import outreach.offers.models
import outreach.partners.models
import outreach.pitches.models
import outreach.reminders.models
import outreach.reports.models
import outreach.users.models
import outreach.visits.models  # noqa: F401
