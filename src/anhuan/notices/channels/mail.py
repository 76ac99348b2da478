"""E-mail by the SMTP server of the settings."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from anhuan.notices.channels import Unsent

REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def ready() -> bool:
    return bool(settings.EMAIL_HOST)


def send(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    """The Message-ID, made of the key: a mailbox that gets it twice can tell."""
    number = f"<{key}@{settings.NODE_NAME}>"
    message = EmailMessage(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
        connection=EmailBackend(timeout=settings.EMAIL_TIMEOUT),
    )
    try:
        message.send()
    except REFUSED as error:
        code = _code(error)
        raise Unsent(f"{type(error).__name__} {code}", final=500 <= code < 600) from None
    except (smtplib.SMTPException, OSError) as error:
        raise Unsent(type(error).__name__) from None
    return number


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0))
