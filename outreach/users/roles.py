"""Labels of roles and acts, and the role x act table in docs/running.md."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.core.i18n import in_language
from outreach.core.permissions import ROLES_FOR, Act, Role

ROLE_LABELS = {
    Role.STAFF: _l("Medarbejder"),
    Role.COORDINATOR: _l("Koordinator"),
    Role.MANAGER: _l("Leder"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

ACT_LABELS = {
    Act.USE_PORTAL: _l("Bruge portalen"),
    Act.EDIT_PARTNERS: _l("Beskrive og rette partnere, møder og det, de har sagt"),
    Act.MAKE_PAPERS: _l("Lave og hente papirerne til et møde"),
    Act.ARCHIVE_PARTNERS: _l("Lægge partnere i arkivet og tage dem frem igen"),
    Act.READ_REPORTS: _l("Se tallene og besøgsloggen"),
    Act.SET_TARGETS: _l("Sætte mål og timepris"),
    Act.IMPORT_PARTNERS: _l("Hente partnere ind fra en fil"),
    Act.EDIT_OFFERS: _l("Rette tilbuddene"),
    Act.EDIT_LIBRARY: _l("Rette bibliotekets oplysninger og ordlister"),
    Act.READ_LOG: _l("Læse hele ændringsloggen og hente den som fil"),
    Act.BLANK_LOG: _l("Slette værdier i ændringsloggen, når nogen skal glemmes"),
    Act.MANAGE_USERS: _l("Tilføje kolleger og ændre deres rolle"),
}


def markdown_table() -> str:
    """The role x act table in English as Markdown."""
    with in_language("en"):
        lines = ["| act | " + " | ".join(role.value for role in Role) + " |",
                 "|---" * (len(Role) + 1) + "|"]
        for act, roles in ROLES_FOR.items():
            label = str(ACT_LABELS[act]).rstrip(".")
            marks = ("yes" if role in roles else "–" for role in Role)
            lines.append(f"| {label} (`{act.value}`) | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"
