"""What migrations after 0014 have renamed: test_upgrade_keeps_rows.py compares the rows before and after by this.

Whoever renames a table, a column or a stored value writes it here.
"""

from __future__ import annotations

#: Old table -> new table.
TABLES: dict[str, str] = {
    "frozen_paper": "issued_document",
    "frozen_paper_contact": "issued_document_contact",
    "frozen_paper_partner": "issued_document_partner",
    "kept_form": "form_draft",
    "publishing_seed": "rounding_key",
    "reminder_told": "reminder_mention",
}

#: (Old table, old column) -> new column.
COLUMNS: dict[tuple[str, str], str] = {
    ("frozen_paper", "frozen_at"): "issued_at",
    ("frozen_paper", "frozen_by_id"): "issued_by_id",
    ("frozen_paper_contact", "paper_id"): "document_id",
    ("frozen_paper_partner", "paper_id"): "document_id",
    ("job", "said"): "fault_message",
    ("job", "stop_asked"): "stop_requested",
    ("kept_form", "sealed"): "encrypted_fields",
    **{("partner_month", f"told_{count}"): f"rounded_{count}"
       for count in ("families", "children", "young_people", "adults", "professionals", "cards_made")},
}

#: (Old table, old column) -> {old value: new value}.
VALUES: dict[tuple[str, str], dict[object, object]] = {
    ("audit_entry", "act"): {"paper.freeze": "document.issue", "partner.guard": "partner.change_access",
                               "partner.double": "partner.duplicate"},
    ("audit_entry", "subject_type"): {"frozen_paper": "issued_document"},
}

#: (Old table, old column) of columns that were dropped on purpose; why stands beside each.
DROPPED: frozenset[tuple[str, str]] = frozenset()
