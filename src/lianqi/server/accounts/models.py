"""Who may sign in. An account names a person (`people.Person`); what they may do in a park follows from that alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from lianqi.server.ledger.models import ID
from lianqi.server.people.models import Person

#: Characters of a sign-in name.
LONGEST_NAME = 64


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name, however it was typed."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(name=sign_in_name(username or ""))


class Account(AbstractBaseUser):
    """`name` is the sign-in name: the staff number where there is one, so that it says little about the person.

    `must_change`: the password was set by somebody else and serves once. `epoch` is part of every session: a new one
    ends them all, on every device.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    # What a refusal of a password that is too like it calls it.
    name = models.CharField(gettext_lazy("登录名"), max_length=LONGEST_NAME, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=True)
    epoch = models.CharField(max_length=ID)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        # Django's own hash covers the password; ours the epoch too, so that sessions can be ended without a new one.
        return salted_hmac("lianqi.accounts.session", self.password + self.epoch, secret=secret).hexdigest()

    def get_username(self) -> str:
        return str(self.name)


def sign_in_name(typed: str) -> str:
    """The name as it is stored: without spaces around it, in small letters."""
    return typed.strip().lower()
