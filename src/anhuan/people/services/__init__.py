"""Writes. ``by`` is the acting person; whether a post allows the act is asked by the caller,
who alone knows posts."""

from anhuan.people.services.accounts import (
    accept_invitation,
    accept_reset,
    change_password,
    close_account,
    end_session,
    invite,
    issue_reset,
    look_at_code,
    open_account,
    reopen_account,
    revoke_sessions,
    set_language,
)
from anhuan.people.services.entrance import (
    check_password,
    check_second_factor,
    network,
    note_failed_sign_in,
    note_sign_in,
    spend,
    unlock,
)
from anhuan.people.services.erasing import (
    drop_sessions,
    erase_person,
    known_of,
    own_subjects,
)
from anhuan.people.services.factors import (
    disable_two_factor,
    enable_two_factor,
    propose_two_factor,
    renew_recovery_codes,
)
from anhuan.people.services.firms import (
    accept_firm_invitation,
    invite_firm,
    revoke_firm_invitation,
)
from anhuan.people.services.persons import (
    add_certificate,
    add_person,
    change_person,
    note_disclosure,
    open_phone,
    withdraw_certificate,
)
from anhuan.people.services.suggestions import answer_suggestion, suggest
from anhuan.people.services.tokens import issue_token, revoke_token, use_token
from anhuan.people.totp import provisioning_uri

__all__ = [
    "accept_firm_invitation",
    "accept_invitation",
    "accept_reset",
    "add_certificate",
    "add_person",
    "answer_suggestion",
    "change_password",
    "change_person",
    "check_password",
    "check_second_factor",
    "close_account",
    "disable_two_factor",
    "drop_sessions",
    "enable_two_factor",
    "end_session",
    "erase_person",
    "invite",
    "invite_firm",
    "issue_reset",
    "issue_token",
    "known_of",
    "look_at_code",
    "network",
    "note_disclosure",
    "note_failed_sign_in",
    "note_sign_in",
    "open_account",
    "open_phone",
    "own_subjects",
    "propose_two_factor",
    "provisioning_uri",
    "renew_recovery_codes",
    "reopen_account",
    "revoke_firm_invitation",
    "revoke_sessions",
    "revoke_token",
    "set_language",
    "spend",
    "suggest",
    "unlock",
    "use_token",
    "withdraw_certificate",
]
