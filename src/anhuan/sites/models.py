"""One file per enterprise: identity, classification, safety organisation, and who vouched."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.text_index import SearchField
from anhuan.base.tree import PathField
from anhuan.kernel.permit import Ending
from anhuan.sites.types import Operation, Sensitivity, Subject


class Site(models.Model):
    """An enterprise, shop, yard or construction site at one place.

    The credit code names the legal person, so several sites may share one; an individual may
    have none, and then says why. ``since``: when it was entered, empty for what was there from
    the beginning.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=60, blank=True)
    former_names = models.JSONField(default=list)
    normal_name = models.CharField(max_length=200)
    subject = models.CharField(
        max_length=16, choices=[(item.value, item.name) for item in Subject]
    )
    code = models.CharField(max_length=18, blank=True)
    code_missing = models.CharField(max_length=100, blank=True)
    registered_address = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    position_source = models.CharField(max_length=32, blank=True)
    position_accuracy_m = models.PositiveIntegerField(null=True)
    area = models.ForeignKey("territory.Area", models.RESTRICT, null=True, related_name="sites")
    area_path = PathField(blank=True)
    city_id = models.UUIDField(null=True)
    county_id = models.UUIDField(null=True)
    street_id = models.UUIDField(null=True)
    cell_id = models.UUIDField(null=True)
    landlord = models.ForeignKey("self", models.RESTRICT, null=True, related_name="tenants")
    operation = models.CharField(
        max_length=12,
        choices=[(item.value, item.name) for item in Operation],
        default=Operation.OPERATING,
    )
    operation_since = models.DateField(null=True)
    founded_on = models.DateField(null=True)
    industry = models.CharField(max_length=4, blank=True)
    industry_version = models.CharField(max_length=24, default="GB/T 4754-2017")
    tags = models.JSONField(default=list)
    risk = models.CharField(max_length=8, blank=True)
    supervision_class = models.CharField(max_length=1, blank=True)
    safety_department = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+"
    )
    environment_department = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+"
    )
    employees = models.PositiveIntegerField(null=True)
    employees_peak = models.PositiveIntegerField(null=True)
    above_scale = models.BooleanField(null=True)
    duty_phone = models.CharField(max_length=32, blank=True)
    since = models.DateTimeField(null=True)
    search = SearchField()

    class Meta:
        indexes = [
            models.Index("area_path", "normal_name", name="sites_site_area"),
            models.Index("normal_name", name="sites_site_name"),
            models.Index("code", name="sites_site_code"),
            models.Index("address", name="sites_site_address"),
            models.Index("lon", "lat", name="sites_site_point"),
        ]
        constraints = [
            models.CheckConstraint(
                # A check that comes out as NULL passes, so half a position is named as such.
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(
                    lon__isnull=False,
                    lat__isnull=False,
                    lon__range=(-180, 180),
                    lat__range=(-90, 90),
                ),
                name="sites_site_position",
            ),
        ]

    def __str__(self) -> str:
        return self.short or self.name


class Former(models.Model):
    """What a site was up to an instant, the columns that decide who answers for it.

    The row itself is the last state; the state at an earlier instant is the first former one
    that ended after it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.UUIDField()
    values = models.JSONField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("until", "site", name="sites_former_until"),
            models.Index("site", "until", name="sites_former_site"),
        ]

    def __str__(self) -> str:
        return f"{self.site} until {self.until}"


class Organisation(models.Model):
    """A site's safety organisation (domain §3.3)."""

    site = models.OneToOneField(
        Site, models.CASCADE, primary_key=True, related_name="organisation"
    )
    has_department = models.BooleanField(null=True)
    full_time_staff = models.PositiveIntegerField(null=True)
    has_director = models.BooleanField(null=True)
    has_committee = models.BooleanField(null=True)
    registered_engineers = models.PositiveIntegerField(null=True)
    insurance_number = models.CharField(max_length=60, blank=True)
    insurance_until = models.DateField(null=True)
    standard_level = models.CharField(max_length=20, blank=True)
    standard_until = models.DateField(null=True)
    self_score = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"organisation of {self.site_id}"


class Voucher(models.Model):
    """Where a field of the dossier comes from and who checked it when; the last one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, models.CASCADE, related_name="vouchers")
    field = models.CharField(max_length=40)
    source = models.CharField(max_length=100)
    sensitivity = models.CharField(
        max_length=10,
        choices=[(item.value, item.name) for item in Sensitivity],
        default=Sensitivity.INTERNAL,
    )
    verified_by = models.UUIDField(null=True)
    verified_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("site", "field", "recorded_at", name="sites_voucher_site")]

    def __str__(self) -> str:
        return f"{self.field} of {self.site_id}"


class Permit(models.Model):
    """A permit of a site. The unit that issued it answers for it as long as it stands; without
    ``unit`` nobody on this node does, which is a gap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    site = models.ForeignKey(Site, models.CASCADE, related_name="permits", db_index=False)
    kind = models.CharField(max_length=64)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    issued_on = models.DateField()
    valid_to = models.DateField(null=True)
    scope = models.CharField(max_length=1000, blank=True)
    ended_on = models.DateField(null=True)
    ended_how = models.CharField(
        max_length=12, blank=True, choices=[(item.value, item.name) for item in Ending]
    )
    end_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index("valid_to", "id", name="sites_permit_valid_to"),
            models.Index("unit", "valid_to", "id", name="sites_permit_unit"),
        ]
        constraints = [
            models.UniqueConstraint("site", "kind", "number", name="sites_permit_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("issued_on")),
                name="sites_permit_days",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_how="")
                | Q(ended_on__isnull=False) & ~Q(ended_how=""),
                name="sites_permit_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
