"""What can be done with accounts, split by noun: accounts, passwords, links, signing in."""

from outreach.users.service.accounts import LibraryBasics, add_user, edit_own_profile, set_up_portal
from outreach.users.service.links import LINK_LIFE, LinkUnusable, is_set_up, make_link, open_link, set_password_by_link
from outreach.users.service.passwords import change_own_password, check_new_password, set_password
from outreach.users.service.signing_in import TooManyAttempts, check_sign_in

__all__ = ["LINK_LIFE", "LibraryBasics", "LinkUnusable", "TooManyAttempts", "add_user", "change_own_password",
           "check_new_password", "check_sign_in", "edit_own_profile", "is_set_up", "make_link", "open_link",
           "set_password", "set_password_by_link", "set_up_portal"]
