"""`flask kit`: the four papers of a meeting as files."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import click
from flask.cli import with_appcontext

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.formatting import search_key
from outreach.core.forms import parse_date
from outreach.core.pdf.bundle import bundle
from outreach.core.pdf.fit import CannotPrint, DoesNotFit
from outreach.issued_documents.models import PaperKind
from outreach.library.models import LibraryProfile
from outreach.library.queries import find_profile
from outreach.meetings import document, service
from outreach.meetings.models import Meeting, MeetingKind
from outreach.meetings.queries import OpenMeeting, has_met
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_text, get_open_partner_by_id
from outreach.pitches.queries import find_latest_for_partner
from outreach.pitches.service import start_pitch
from outreach.users.models import User
from outreach.users.queries import find_user_by_email, list_users


@click.command("kit")
@click.argument("partner_name")
@click.option("--date", "held_on", help="Mødets dato, 2026-12-01 eller 1.12.2026. Uden den: i dag om en uge.")
@click.option("--lang", "language", type=click.Choice(["da", "en"]), help="Papirernes sprog. Uden det: partnerens.")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="Mappen, papirerne lægges i.")
@click.option("--as", "as_user", help="Kollegaens mail: du ser, hvad kollegaen må se.")
@click.option("--save", is_flag=True, help="Gem mødet og partnerarket i portalen også.")
@with_appcontext
def kit(partner_name: str, held_on: str | None, language: str | None, folder: Path, as_user: str | None,
        save: bool) -> None:
    """Skriv pitch.pdf, agenda.pdf, preparation.pdf og closing.pdf til et møde med PARTNER_NAME.

    Finder portalen et udkast til partnerark på sproget, bruges det; ellers skrives et nyt. Uden --save er alt i
    portalen bagefter, som det var. Uden --as ses beskyttede partnere ikke.
    """
    day = _day(held_on)
    db.session.remove()
    with transactions.dry_run(commit=save):
        user = _user(as_user)
        library = find_profile()
        if library is None:
            raise click.ClickException("Portalen er ikke sat op endnu. Start den med script/server.")
        partner = _partner(partner_name, user)
        try:
            files = _papers(user, library, partner, day, language or partner.language)
        except DoesNotFit as error:
            raise click.ClickException(
                f"{error.field} er for lang til én side: fjern {error.characters} tegn.") from error
        except CannotPrint as error:
            raise click.ClickException(
                f"{error.field} har tegn, vores skrift ikke kan vise: {' '.join(error.characters)}") from error
        except DomainError as error:
            raise click.ClickException(error.message) from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        click.echo(folder / name)


def _papers(user: User | None, library: LibraryProfile, partner: OpenPartner, day: date,
            language: str) -> dict[str, bytes]:
    meeting = _meeting(user, partner, day, language)
    view = OpenMeeting(meeting, (partner,))
    kinds = {PaperKind.PITCH: "pitch.pdf", PaperKind.AGENDA: "agenda.pdf", PaperKind.PREPARATION: "preparation.pdf",
             PaperKind.CLOSING: "closing.pdf"}
    waits = document.why_pitch_waits(view)
    if waits:
        click.echo(f"Partnerarket er ikke færdigt: {waits}", err=True)
    files = {}
    for kind, name in kinds.items():
        part = document.part_of(kind, view, library)
        if part is not None:
            files[name] = bundle([(part.sheet, part.design)])[0]
    return files


def _meeting(user: User | None, partner: OpenPartner, day: date, language: str) -> Meeting:
    """A first meeting for an hour at ten, or a follow-up where one has been, with what the profile knows."""
    pitch = find_latest_for_partner(partner, language) or start_pitch(
        by=user, partner=partner, language=language, on=day)
    kind = MeetingKind.FOLLOW_UP if has_met(partner.id) else MeetingKind.FIRST
    place = ", ".join(part for part in (partner.address, f"{partner.postal_code} {partner.city}".strip()) if part)
    plan = service.Plan(kind=kind, held_on=day, starts_at=time(10), ends_at=time(11), place=place, language=language)
    people = [service.Person(contact.name, False, contact_id=contact.id, partner_id=partner.id)
              for contact in partner.contacts[:2]]
    host = user or partner.owner
    if host is not None:
        people.insert(0, service.Person(host.name, True, user_id=host.id))
    return service.plan_meeting(by=user, partners=[partner], plan=plan, people=people, pitch=pitch)


def _day(text: str | None) -> date:
    if text is None:
        return clock.today() + clock.WEEK
    day = parse_date(text)
    if day is None:
        raise click.BadParameter("Skriv datoen som 2026-12-01 eller 1.12.2026.", param_hint="--date")
    return day


def _user(mail: str | None) -> User | None:
    if mail is None:
        return None
    user = find_user_by_email(mail)
    if user is None or not user.active:
        named = [user for user in list_users() if user.name.casefold() == mail.casefold()]
        if len(named) != 1:
            raise click.BadParameter(f"Ingen kollega hedder {mail}.", param_hint="--as")
        user = named[0]
    return user


def _partner(name: str, user: User | None) -> OpenPartner:
    """The one partner of that name, or the one whose profile holds it; several are listed, none is told."""
    partners = find_open_by_text(user, name)
    exact = [partner for partner in partners if search_key(partner.display_name) == search_key(name)]
    if len(exact or partners) == 1:
        return get_open_partner_by_id((exact or partners)[0].id, user)
    if not partners:
        raise click.ClickException(f"Ingen partner hedder {name}. Er den beskyttet, så skriv --as med en kollega.")
    names = ", ".join(partner.display_name for partner in partners)
    raise click.ClickException(f"Flere partnere passer på {name}: {names}. Skriv hele navnet.")


COMMANDS = [kit]
