"""Acts on accounts, split by noun: accounts, passwords, links, signing in, second factor, sessions."""

from outreach.users.service.accounts import (
    ColleagueValues,
    LibraryBasics,
    add_user,
    change_email,
    deactivate,
    edit_own_profile,
    edit_user,
    invite,
    reactivate,
    set_up_portal,
)
from outreach.users.service.links import LINK_LIFE, LinkUnusable, is_set_up, make_link, open_link
from outreach.users.service.passwords import (
    change_own_password,
    check_new_password,
    set_password,
    set_password_by_link,
)
from outreach.users.service.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    must_have,
    pending_secret,
    remove_own_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from outreach.users.service.sessions import end_session, end_sessions
from outreach.users.service.signing_in import (
    begin_second_step,
    check_own_password,
    check_sign_in,
    finish_second_step,
    note_sign_in,
)
from outreach.users.service.throttle import TooManyAttempts

__all__ = ["LINK_LIFE", "ColleagueValues", "LibraryBasics", "LinkUnusable", "TooManyAttempts", "add_user",
           "begin_second_factor", "begin_second_step", "change_email", "change_own_password", "check_new_password",
           "check_own_password", "check_sign_in", "confirm_second_factor", "deactivate", "edit_own_profile",
           "edit_user", "end_session", "end_sessions", "finish_second_step", "invite", "is_set_up", "make_link",
           "must_have", "note_sign_in", "open_link", "pending_secret", "reactivate", "remove_own_second_factor",
           "renew_recovery_codes", "reset_second_factor", "set_password", "set_password_by_link", "set_up_portal"]
