"""`flask demo load`: fill an empty portal with the demo library."""

from __future__ import annotations

import os
import secrets
import string

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _

from outreach.core import transactions
from outreach.demo import loader, queries
from outreach.users.passwords import hash_password
from outreach.users.roles import ROLE_LABELS

demo = AppGroup("demo", help="The demo library.")


def made_password() -> str:
    """Fourteen letters and digits, about 83 bits: no sign that a double click stops at or a reader stumbles over."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(14))


@demo.command("check")
@with_appcontext
def check() -> None:
    """Refuse a database that is not the demo's, before anything in it is changed."""
    if not queries.may_become_a_demo():
        raise click.ClickException(_refusal())


@demo.command("load")
@with_appcontext
def load() -> None:
    """Load the demo library, or set its passwords anew where it is there already.

    The password comes from OUTREACH_DEMO_PASSWORD; without it a random one is made and printed.
    """
    given = os.environ.get("OUTREACH_DEMO_PASSWORD", "")
    password = given or made_password()
    secret_hash = hash_password(password)
    try:
        with transactions.writing():
            added = loader.load(secret_hash)
            if not added:
                loader.set_passwords(secret_hash)
            sign_ins = [(identity.user.role, identity.user.email) for identity in queries.list_identities()]
    except loader.NotADemoError:
        raise click.ClickException(_refusal()) from None
    click.echo(_("Demobiblioteket er klar.") if added else _("Demobiblioteket var her allerede; intet er tilføjet."))
    for role, email in sign_ins:
        click.echo(f"{str(ROLE_LABELS[role]):<15}{email}")
    click.echo(_("Adgangskode: den i OUTREACH_DEMO_PASSWORD") if given
               else _("Adgangskode: %(password)s", password=password))


def _refusal() -> str:
    return _("Portalen hører allerede til et bibliotek. Demoen kan kun lægges i en tom portal.")


COMMANDS = [demo]
