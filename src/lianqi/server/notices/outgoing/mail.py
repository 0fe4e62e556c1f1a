"""E-mail through the park's own server (SMTP), as settings say."""

from __future__ import annotations

import smtplib
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from lianqi.server.notices.outgoing.failures import NotSetUp, NotTaken, Unreachable


class Post:
    """One connection to the mail server for many letters; opened with the first of them, closed at the end.

    Where the server does not answer the first letter, the others are not tried: each would wait as long again.
    """

    def __init__(self) -> None:
        self._connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        self._away = False

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, *, to: str, subject: str, body: str, id: str, event: int) -> None:
        """Send one letter. `id` makes its Message-ID: a mail program shows a repeated one once.

        Raises NotSetUp, NotTaken where this letter was refused, Unreachable otherwise.
        """
        if not settings.EMAIL_HOST:
            raise NotSetUp
        if self._away:
            raise Unreachable
        headers = {
            "Message-ID": f"<{id}@{settings.EMAIL_NAME}>",
            "Auto-Submitted": "auto-generated",
            "Lianqi-Event-Id": str(event),
        }
        message = EmailMessage(
            # A line end in a subject would begin another header.
            " ".join(subject.split()),
            body,
            settings.DEFAULT_FROM_EMAIL,
            [to],
            connection=self._connection,
            headers=headers,
        )
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused):
            raise NotTaken from None
        except (OSError, smtplib.SMTPException):
            self._away = True
            raise Unreachable from None
