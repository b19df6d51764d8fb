"""`flask remind`: the day's mails now; the workers send them by themselves each working day."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.core import clock
from outreach.core.db import db
from outreach.reminders.mail import is_set_up
from outreach.reminders.outbox import send_day


@click.command()
@with_appcontext
def remind() -> None:
    """Send hver kollega højst én mail om dagen med det, der venter på dem.

    Kan køres så tit, det skal være: en mail, der er sendt, sendes ikke igen, og en mail, serveren ikke tog imod, sendes
    næste gang. Uden SMTP_HOST sendes intet; forsiden viser det samme.
    """
    if not is_set_up():
        click.echo(_("Der er ingen mailserver (SMTP_HOST), så der sendes ingen mails. Forsiden viser det samme."))
        return
    db.session.remove()
    result = send_day(clock.today())
    click.echo(ngettext("1 mail er sendt.", "%(num)s mails er sendt.", result.sent))
    if result.uncertain:
        click.echo(ngettext("1 mail er måske sendt; den sendes ikke igen.",
                            "%(num)s mails er måske sendt; de sendes ikke igen.", result.uncertain))
    if result.errors:
        raise click.ClickException(_("Mailserveren tog ikke imod alt (%(trouble)s). Resten sendes næste gang.",
                                     trouble=", ".join(dict.fromkeys(result.errors))))


COMMANDS = [remind]
