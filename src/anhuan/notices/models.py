"""Notices."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.notices.types import GROUPS, PERSONAL, Channel, Sort


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


class Address(models.Model):
    """Where one channel reaches one person, or the group of one unit, and what it may bring.

    The target is sealed. Nothing but its own code goes to a person's before it is confirmed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    person = models.UUIDField(null=True)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    channel = models.CharField(
        max_length=8, choices=[(one.value, one.name) for one in (*PERSONAL, *GROUPS)]
    )
    target_sealed = models.BinaryField()
    secret_sealed = models.BinaryField(default=bytes)
    masked = models.CharField(max_length=80)
    urgent = models.BooleanField(default=True)
    digest = models.BooleanField(default=True)
    hour = models.PositiveSmallIntegerField(default=8)
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    next_digest_at = models.DateTimeField(null=True)
    digested_to = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "channel"], name="notices_address_person"),
            models.UniqueConstraint(fields=["unit", "channel"], name="notices_address_unit"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True, channel__in=list(PERSONAL))
                | Q(person__isnull=True, unit__isnull=False, channel__in=list(GROUPS)),
                name="notices_address_owner",
            ),
            models.CheckConstraint(condition=Q(hour__lt=24), name="notices_address_hour"),
        ]
        indexes = [
            models.Index(
                fields=["next_digest_at"],
                condition=Q(next_digest_at__isnull=False),
                name="notices_address_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.masked}"


class Delivery(models.Model):
    """One message that leaves the node: written with the act it speaks of, sent by the worker.

    ``about`` is the key of the notice it brings; a digest brings what is unread when it is sent.
    ``key`` goes along to the provider and is the same at every try.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=240, unique=True)
    address = models.ForeignKey(
        Address, models.SET_NULL, null=True, related_name="deliveries", db_constraint=True
    )
    channel = models.CharField(
        max_length=8, choices=[(one.value, one.name) for one in (*PERSONAL, *GROUPS)]
    )
    sort = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Sort])
    person = models.UUIDField(null=True)
    about = models.CharField(max_length=200, blank=True)
    masked = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
                name="notices_delivery_one_end",
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True) | ~Q(error=""),
                name="notices_delivery_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="notices_delivery_due",
            ),
            models.Index(fields=["channel", "sent_at"], name="notices_delivery_sent"),
            models.Index(
                fields=["failed_at"],
                condition=Q(failed_at__isnull=False),
                name="notices_delivery_dead",
            ),
            models.Index(fields=["person", "about"], name="notices_delivery_about"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} by {self.channel} to {self.masked}"


class Circular(models.Model):
    """A letter of a unit to the firms chosen by industry and area (致企业的一封信), sent once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    title = models.CharField(max_length=100)
    body = models.TextField()
    to_sign = models.BooleanField(default=False)
    industries = models.JSONField(default=list)
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    # The list of who has not read it is taken once; later it is handed out as it was then.
    listed_at = models.DateTimeField(null=True)
    listed_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area_path", "-id"], name="notices_circular_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(listed_at__isnull=True, listed_by__isnull=True)
                | Q(listed_at__isnull=False, listed_by__isnull=False),
                name="notices_circular_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Addressee(models.Model):
    """One firm that a circular went to: the list is frozen when it is sent.

    ``reachable``: somebody of the firm could sign in then; to the others it is brought by hand.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circular = models.ForeignKey(Circular, models.RESTRICT, related_name="addressees")
    site = models.ForeignKey("sites.Site", models.RESTRICT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    industry = models.CharField(max_length=4, blank=True)
    street_id = models.UUIDField(null=True)
    area_path = PathField(blank=True)
    reachable = models.BooleanField()
    read_at = models.DateTimeField(null=True)
    read_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    handed_on = models.DateField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_to = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "-id"], name="notices_addressee_site")]
        constraints = [
            models.UniqueConstraint("circular", "site", name="notices_addressee_once"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(read_at__isnull=False),
                name="notices_addressee_read_first",
            ),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True, handed_at__isnull=True, handed_by__isnull=True)
                | Q(handed_on__isnull=False, handed_at__isnull=False, handed_by__isnull=False),
                name="notices_addressee_handed",
            ),
        ]

    def __str__(self) -> str:
        return self.name
