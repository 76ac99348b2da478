"""Campaigns and their lists. A campaign's row is a projection that ``replay`` must reproduce."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.campaign import (
    CAMPAIGN_ENDED,
    CampaignKind,
    CampaignState,
    Hands,
    RowState,
)

ENDED = sorted(state.value for state in CAMPAIGN_ENDED)


class Campaign(models.Model):
    """One campaign or plan. ``secret``: the seed while it is only promised. ``figures``: what was
    counted at the end, so that a later look does not rewrite it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=[(one.value, one.name) for one in CampaignState]
    )
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in CampaignKind])
    title = models.CharField(max_length=200)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    area_path = PathField(blank=True)
    drafted_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    from_on = models.DateField()
    to_on = models.DateField()
    hands = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Hands])
    sealed_until = models.DateTimeField(null=True)
    aside = models.JSONField(default=list)
    promise = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    lot = models.CharField(max_length=200, blank=True)
    frozen = models.PositiveIntegerField(default=0)
    list_hash = models.CharField(max_length=64, blank=True)
    kept = models.JSONField(default=dict)
    figures = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-opened_at", "-id"], name="inspections_campaign_unit"),
            models.Index(
                fields=["area_path", "-opened_at", "-id"], name="inspections_campaign_area"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="inspections_campaign_span"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_at__isnull=True),
                name="inspections_campaign_ended",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True, list_hash="")
                | Q(started_at__isnull=False) & ~Q(list_hash=""),
                name="inspections_campaign_list",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PlannedCheck(models.Model):
    """One check of a list: a place, by a unit, within days. ``opens_at``: from when it is owed and
    to be seen; ``opened``: its obligation was made. ``joint``: the checks of one visit have it in
    common. ``code``: why it was taken out or not made. ``street`` to ``risk``: what the place was
    when it came onto the list, so that a later change of its dossier moves no figure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="checks", db_index=False)
    site = models.ForeignKey("sites.Site", models.RESTRICT, related_name="+", db_index=False)
    site_name = models.CharField(max_length=200)
    area_path = PathField(blank=True)
    street = models.UUIDField(null=True)
    subject = models.CharField(max_length=16, blank=True)
    industry = models.CharField(max_length=4, blank=True)
    risk = models.CharField(max_length=8, blank=True)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+", db_index=False)
    officers = models.JSONField(default=list)
    rule = models.CharField(max_length=64, blank=True)
    nth = models.PositiveSmallIntegerField(default=0)
    from_on = models.DateField()
    due_on = models.DateField()
    opens_at = models.DateTimeField()
    opened = models.BooleanField(default=False)
    added = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=[(one.value, one.name) for one in RowState])
    code = models.CharField(max_length=16, blank=True)
    joint = models.UUIDField(null=True)
    visit = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("campaign", "unit", "state", name="inspections_planned_list"),
            models.Index(
                "unit",
                "due_on",
                "id",
                condition=Q(state=RowState.PLANNED.value),
                name="inspections_planned_unit",
            ),
            models.Index(
                "site",
                "due_on",
                condition=Q(state=RowState.PLANNED.value),
                name="inspections_planned_site",
            ),
            models.Index(
                "opens_at",
                "id",
                condition=Q(state=RowState.PLANNED.value, opened=False),
                name="inspections_planned_opens",
            ),
            models.Index("visit", condition=Q(visit__isnull=False), name="inspections_planned_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                "campaign",
                "site",
                "rule",
                "from_on",
                "nth",
                name="inspections_planned_once",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("from_on")), name="inspections_planned_span"
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.PLANNED.value, ended_at__isnull=True)
                | ~Q(state=RowState.PLANNED.value) & Q(ended_at__isnull=False),
                name="inspections_planned_ended",
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.DONE.value, visit__isnull=False)
                | ~Q(state=RowState.DONE.value) & Q(visit__isnull=True),
                name="inspections_planned_done",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RowState.REMOVED.value, RowState.LEFT.value]) & ~Q(code="")
                | ~Q(state__in=[RowState.REMOVED.value, RowState.LEFT.value]) & Q(code=""),
                name="inspections_planned_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_name} {self.from_on}"
