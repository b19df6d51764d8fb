"""Forms for planning a meeting, its agenda and its questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, IntegerField
from wtforms.validators import Optional
from wtforms.widgets import TextArea

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import LANGUAGE_CHOICES, Choice, Choices, DateField, Hidden, RowForm, Rows, TimeField
from outreach.core.input_limits import SHORT
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.meetings import labels
from outreach.meetings.models import Meeting, MeetingKind, Whose
from outreach.meetings.service import MOST_ITEMS, ItemInput, Person, Plan
from outreach.partners.protection import OpenPartner
from outreach.users.models import User

SPARE_ROWS = 2


class MeetingForm(SectionForm):
    """The plan of a meeting."""

    kind = Choice(_l("Slags møde"), choices=[(kind.value, label) for kind, label in labels.KINDS.items()])
    held_on = DateField(_l("Dato"), required=True)
    starts_at = TimeField(_l("Fra kl."), required=True)
    ends_at = TimeField(_l("Til kl."), required=True)
    place = PaperLine(_l("Sted"), max=160)
    language = Choice(_l("Papirernes sprog"), choices=LANGUAGE_CHOICES)
    ours = Choices(_l("Fra os"))
    theirs = Choices(_l("Fra dem"))
    others = PaperLine(_l("Andre fra dem"), max=200)
    asks = Choice(_l("Hvem spørger og lytter?"), blank=_l("Ikke aftalt"))
    writes = Choice(_l("Hvem skriver ned?"), blank=_l("Ikke aftalt"))
    keeps_time = Choice(_l("Hvem holder øje med tiden?"), blank=_l("Ikke aftalt"))
    invitation = PaperText(_l("Det håber vi på – står på dagsordenen"), max=300)
    purpose = PaperText(_l("Det vil vi med mødet – kun til os"), max=400)
    stand = PaperText(_l("Der vil vi gerne stå, når mødet slutter – kun til os"), max=400)

    def offer_people(self, users: Sequence[User], partners: Sequence[OpenPartner]) -> None:
        """Set whom one can choose: colleagues, and the partners' contacts."""
        self._users = {user.public_id: user for user in users}
        self._contacts = {contact.public_id: (contact, partner) for partner in partners
                          for contact in partner.contacts if contact.anonymised_at is None}
        colleagues = [(key, user.name) for key, user in self._users.items()]
        self.ours.choices = colleagues
        self.theirs.choices = [(key, f"{contact.name} · {contact.role}" if contact.role else contact.name)
                               for key, (contact, _partner) in self._contacts.items()]
        for task in (self.asks, self.writes, self.keeps_time):
            task.offer(colleagues)

    def fill_people(self, meeting: Meeting) -> None:
        """Fill in the participants."""
        by_id = {user.id: key for key, user in self._users.items()}
        contacts = {contact.id: key for key, (contact, _partner) in self._contacts.items()}
        ours = [participant for participant in meeting.participants if participant.is_ours]
        theirs = [participant for participant in meeting.participants if not participant.is_ours]
        self.ours.data = [by_id[person.user_id] for person in ours if person.user_id in by_id]
        self.theirs.data = [contacts[person.contact_id] for person in theirs if person.contact_id in contacts]
        self.others.data = ", ".join(person.name for person in theirs if person.contact_id not in contacts)
        for task in labels.TASKS:
            holder = next((by_id.get(person.user_id or 0) for person in ours if task in person.task.split()), None)
            self[task].data = holder

    def plan(self) -> Plan:
        """The filled-in plan; call after validation."""
        return Plan(kind=MeetingKind(self.kind.data), held_on=self.held_on.data, starts_at=self.starts_at.data,
                    ends_at=self.ends_at.data, place=self.place.data, language=self.language.data,
                    invitation=self.invitation.data, purpose=self.purpose.data, stand=self.stand.data)

    def people(self) -> list[Person]:
        """Who is at the meeting, ours first; whoever has a task is there too."""
        tasks: dict[str, list[str]] = {}
        for task in labels.TASKS:
            if self[task].data:
                tasks.setdefault(self[task].data, []).append(task)
        chosen = [key for key in self._users if key in {*(self.ours.data or ()), *tasks}]
        ours = [Person(self._users[key].name, True, " ".join(tasks.get(key, ())), user_id=self._users[key].id)
                for key in chosen]
        theirs = [Person(contact.name, False, contact_id=contact.id, partner_id=partner.id)
                  for key, (contact, partner) in self._contacts.items() if key in (self.theirs.data or ())]
        others = [Person(name.strip()[:80], False) for name in self.others.data.split(",") if name.strip()]
        return ours + theirs + others


class ItemForm(RowForm):
    """A row of the agenda; a row without a title is ignored."""

    title = PaperLine(_l("Punkt"), max=160, widget=TextArea())  # so that a long one can be read whole on a phone
    minutes = IntegerField(_l("Minutter"), validators=[Optional()])
    whose = Choice(_l("Hvis tid"), choices=[(whose.value, label) for whose, label in labels.WHOSE.items()])
    fixed = Hidden(longest=SHORT)


class AgendaForm(SectionForm):
    """The agenda's rows in their order, with two spare ones at the end."""

    items = Rows(FormField(ItemForm), _l("Punkterne"), max_entries=MOST_ITEMS + SPARE_ROWS)

    def texts(self) -> dict[str, str]:
        """The rows are one thing: whoever moves one changes the whole order."""
        rows = (entry.form for entry in self.items)
        return {"items": "\n".join(f"{row.title.data}|{row.minutes.data}|{row.whose.data}" for row in rows
                                   if row.title.data)}

    def display_text(self, name: str) -> str:
        """A line for each row."""
        return "\n".join(_("%(title)s – %(minutes)s min.", title=row.title.data, minutes=row.minutes.data or 0)
                         for row in (entry.form for entry in self.items) if row.title.data)

    def show(self, meeting: Meeting) -> None:
        """Fill in a meeting's rows: the closing block last, the spare rows before it."""
        rows: list[dict[str, Any]] = [
            {"title": item.title, "minutes": item.minutes, "whose": item.whose.value, "fixed": item.fixed}
            for item in meeting.items]
        closing = [row for row in rows if row["fixed"] == "closing"]
        spare = [{"title": "", "minutes": None, "whose": Whose.SHARED.value, "fixed": ""}] * min(
            SPARE_ROWS, MOST_ITEMS + SPARE_ROWS - len(rows))
        for row in [row for row in rows if row["fixed"] != "closing"] + spare + closing:
            self.items.append_entry(row)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row with a title needs its minutes; a spare row needs nothing."""
        whole = super().validate(extra_validators)
        for row in (entry.form for entry in self.items):
            if row.title.data and not row.minutes.errors and not 1 <= (row.minutes.data or 0) <= 480:
                row.minutes.errors = [_("Skriv et antal minutter fra 1 til 480.")]
                whole = False
        self.items.errors = [entry.errors for entry in self.items] if not whole else self.items.errors
        return whole

    def to_inputs(self) -> list[ItemInput]:
        """The rows that have a title; call after validation. Which row is fixed is told by its place in the form."""
        return [ItemInput(row.title.data, row.minutes.data or 0, Whose(row.whose.data),
                          row.fixed.data if row.fixed.data in {"first", "closing"} else "")
                for row in (entry.form for entry in self.items) if row.title.data]


class QuestionsForm(SectionForm):
    """Questions of the bank to tick, and own ones, a line each."""

    chosen = Choices(_l("Spørgsmål fra banken"))
    own = PaperText(_l("Vores egne spørgsmål, ét på hver linje"), max=1200)
