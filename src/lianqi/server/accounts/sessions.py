"""Sessions and accounts as every request reads them: Django's own, by statements that are written out once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from lianqi.server.accounts.models import Account
from lianqi.server.ledger.selecting import single


class SessionStore(db.SessionStore):
    """What SESSION_ENGINE names."""

    def _get_session_from_db(self) -> Session | None:
        found = single(Session, session_key=self.session_key) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class AccountBackend(ModelBackend):
    """Passwords, and whose account a session names."""

    def get_user(self, user_id: str) -> Account | None:
        found = single(Account, id=user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
