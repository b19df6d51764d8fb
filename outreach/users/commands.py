"""`flask user …`: accounts without a mail server, by links that are handed over. `flask roles`: for docs/running.md."""

from __future__ import annotations

from typing import Any

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from outreach.core import transactions
from outreach.core.errors import DomainError, NotFound
from outreach.core.i18n import in_language
from outreach.core.permissions import Role
from outreach.core.urls import external_url, is_portal_url_known
from outreach.library.queries import find_profile
from outreach.users import queries, service
from outreach.users.models import LinkPurpose
from outreach.users.roles import markdown_table


def _print_link(endpoint: str, token: str) -> None:
    click.echo(external_url(endpoint, token=token))
    if not is_portal_url_known():
        click.echo("Put the portal's own address in front, with its path. Set OUTREACH_URL, and it stands there.")
    click.echo("The link works once, within 24 hours.")


def _email(_context: Any, _option: Any, value: str) -> str:
    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise click.BadParameter("this is no e-mail address") from None
    return value


@click.group()
def user() -> None:
    """Accounts of colleagues."""


@user.command()
@click.argument("name")
@click.argument("email", callback=_email)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
@with_appcontext
def add(name: str, email: str, role: str, language: str) -> None:
    """Make an account and print the link where NAME chooses a password."""
    try:
        with in_language("en"), transactions.writing():
            person = service.add_user(name=name, email=email, role=Role(role), by=None, language=language)
            token = service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=person, by=None)
    except DomainError as error:
        raise click.ClickException(error.message) from None
    _print_link("users.set_password", token)


@user.command()
@click.argument("email")
@with_appcontext
def link(email: str) -> None:
    """Print a new link where the colleague with EMAIL chooses a new password."""
    try:
        with transactions.writing():
            token = service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=queries.get_user_by_email(email), by=None)
    except NotFound:
        raise click.ClickException(f"there is no colleague with the address {email}") from None
    _print_link("users.set_password", token)


@user.command("forget-second-factor")
@click.argument("email")
@with_appcontext
def forget_second_factor(email: str) -> None:
    """Take away the second factor of the colleague with EMAIL, who has lost telephone and recovery codes."""
    try:
        with transactions.writing():
            service.reset_second_factor(user=queries.get_user_by_email(email), by=None)
    except NotFound:
        raise click.ClickException(f"there is no colleague with the address {email}") from None
    click.echo("The second factor is gone. An administrator sets up a new one at the next sign-in.")


@user.command("list")
@with_appcontext
def list_all() -> None:
    """Print every account: role, e-mail, name."""
    for person in queries.list_users(active_only=False):
        click.echo(f"{person.role.value:14} {person.email:40} {person.name}{'' if person.active else ' (closed)'}")


@click.command("first-run")
@with_appcontext
def first_run() -> None:
    """Print the one-time link to set up an empty portal; nothing once it is set up."""
    profile = find_profile()
    if profile is not None and profile.is_demo:
        raise click.ClickException("this data folder holds the demo. Start it without --empty, or choose "
                                   "another folder with OUTREACH_INSTANCE.")
    with transactions.writing():
        token = None if service.is_set_up() else service.make_link(purpose=LinkPurpose.FIRST_RUN, user=None, by=None)
    if token:
        click.echo("This portal is empty. Set it up here:")
        _print_link("users.first_run", token)


@click.command()
@with_appcontext
def roles() -> None:
    """Print the role x act table as Markdown, as it stands in docs/running.md."""
    click.echo(markdown_table(), nl=False)


COMMANDS = [user, first_run, roles]
