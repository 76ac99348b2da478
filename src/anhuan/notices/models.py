"""Notices."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.notices.types import Channel


class Notice(models.Model):
    """One thing one person is told about one subject."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.UUIDField()
    key = models.CharField(max_length=200)
    topic = models.CharField(max_length=64)
    params = models.JSONField()
    subject_kind = models.CharField(max_length=32)
    subject = models.UUIDField()
    # Quiet unless the caller says otherwise: a list that always shouts is not read.
    urgent = models.BooleanField(default=False)
    channel = models.CharField(
        max_length=8,
        choices=[(channel.value, channel.name) for channel in Channel],
        default=Channel.IN_APP,
    )
    at = models.DateTimeField()
    # Quiet hours: a channel that rings waits until then. The list of notices does not.
    deliver_after = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notices_notice_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(delivered_at__isnull=False),
                name="notices_notice_delivered_before_read",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(delivered_at__gte=F("at")),
                name="notices_notice_delivered_after",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in Channel]),
                name="notices_notice_channel",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notices_notice_recent"),
            models.Index(
                fields=["recipient", "-urgent", "-id"],
                condition=Q(read_at__isnull=True),
                name="notices_notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} for {self.recipient}"
