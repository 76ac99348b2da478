"""The ledger of cases. A row is a projection that ``replay`` of its facts must reproduce."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.text_index import SearchField
from anhuan.base.tree import PathField
from anhuan.kernel.case import OPEN_STATES, Domain, Grade, Kind, State

LEVELS = ("city_id", "county_id", "street_id", "cell_id")
SORT_KEYS = {"due": ["sort_due"], "opened": ["opened_at"], "found": ["sort_found"]}
OPEN_KEYS = {"opened": ["opened_at"], "found": ["sort_found"], "number": ["number"]}
"""Sorts under which what is open lies scattered among what has ended."""
UNDATED = date(1970, 1, 1)
"""Sorts what is open without a deadline before everything: that is a defect to be seen."""
ENDED = date(9999, 12, 31)
OPEN = Q(sort_due__lt=ENDED)
"""What is open, in terms of the key by which lists are sorted: said so, and not by ``is_open``
beside it, PostgreSQL knows how many there are."""
NARROWING = ("state", "kind", "domain", "source")
"""Filters of a district's ledger that may leave few of very many cases."""
RARE = {
    "major": Q(grade=Grade.MAJOR.value),
    "listed": Q(is_listed=True),
    "firm_ball": OPEN & Q(ball_site__isnull=False),
    "relapsed": Q(parent__isnull=False),
    "rounds": Q(round__gte=2),
}
STILL_OPEN = sorted(state.value for state in OPEN_STATES)


class Case(models.Model):
    """One problem, from its report to its proof of closure (domain §2.3).

    A reference has no index of its own where an index of a list begins with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    domain = models.CharField(max_length=12, choices=[(item.value, item.name) for item in Domain])
    state = models.CharField(max_length=20, choices=[(item.value, item.name) for item in State])
    grade = models.CharField(
        max_length=8, blank=True, choices=[(grade.value, grade.name) for grade in Grade]
    )
    criterion = models.CharField(max_length=200, blank=True)
    consequence = models.TextField(blank=True)
    source = models.CharField(max_length=16)
    source_number = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, related_name="relapses")

    site = models.ForeignKey(
        "sites.Site", models.RESTRICT, null=True, related_name="cases", db_index=False
    )
    site_name = models.CharField(max_length=200, blank=True)
    spot = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey("territory.Area", models.RESTRICT, null=True, related_name="cases")
    area_path = PathField(blank=True)
    city_id = models.UUIDField(null=True)
    county_id = models.UUIDField(null=True)
    street_id = models.UUIDField(null=True)
    cell_id = models.UUIDField(null=True)
    department = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+", db_index=False
    )

    unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, related_name="cases", db_index=False
    )
    officer_post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+"
    )
    target_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    close_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    found_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    found_by_text = models.CharField(max_length=200, blank=True)
    found_on = models.DateField(null=True)
    opened_at = models.DateTimeField()

    description = models.TextField()
    original = models.TextField(blank=True)
    category = models.CharField(max_length=200, blank=True)
    # Illegal activity: its type in the rulebook, by which it found its unit.
    activity = models.CharField(max_length=64, blank=True, default="", db_default="")
    basis = models.CharField(max_length=400, blank=True)
    requirement = models.TextField(blank=True)
    clause = models.CharField(max_length=200, blank=True)
    measure = models.TextField(blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=100, blank=True)
    finisher = models.CharField(max_length=200, blank=True)
    acceptor = models.CharField(max_length=200, blank=True)
    interim = models.TextField(blank=True)
    treatment = models.TextField(blank=True)
    emergency = models.TextField(blank=True)
    money_fen = models.BigIntegerField(null=True)
    spent_fen = models.BigIntegerField(null=True)
    done = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    extra = models.JSONField(default=dict)
    defects = models.JSONField(default=list)

    assigned_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    original_due_on = models.DateField(null=True)
    due_kind = models.CharField(max_length=12, blank=True)
    fix_by = models.DateField(null=True)
    settled = models.JSONField(default=list)
    controlled = models.BooleanField(default=False)
    treatment_planned = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=0)
    fixers = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True)
    rechecked_by = models.UUIDField(null=True)
    rechecked_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(default=False)
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    extension = models.JSONField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    void = models.JSONField(null=True)
    downgrade = models.JSONField(null=True)
    handover = models.JSONField(null=True)
    listing = models.JSONField(null=True)
    reminded_on = models.DateField(null=True)
    imported = models.BooleanField(default=False)
    import_key = models.CharField(max_length=64, blank=True)

    is_open = models.BooleanField(default=True)
    is_listed = models.BooleanField(default=False)
    # Found on a joint visit: of the departments only the one it went to sees it.
    apart = models.BooleanField(default=False, db_default=False)
    ball_act = models.CharField(max_length=24, blank=True)
    ball_due_on = models.DateField(null=True)
    ball_post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    ball_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    ball_site = models.UUIDField(null=True)
    sort_due = models.DateField()
    sort_found = models.DateField()
    search = SearchField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=STILL_OPEN)
                | Q(is_open=False) & ~Q(state__in=STILL_OPEN),
                name="cases_case_open_states",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, ended_at__isnull=True)
                | Q(is_open=False, ended_at__isnull=False),
                name="cases_case_ended",
            ),
            models.CheckConstraint(
                condition=OPEN & Q(is_open=True) | Q(sort_due=ENDED, is_open=False),
                name="cases_case_sort_due",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(state__in=["closed", "verified", "relapsed"]),
                name="cases_case_closed",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, original_due_on__isnull=True)
                | Q(due_on__isnull=False, original_due_on__isnull=False),
                name="cases_case_due",
            ),
            models.UniqueConstraint(
                "import_key", condition=~Q(import_key=""), name="cases_case_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="cases_case_parent"
            ),
        ]
        indexes = [
            *(
                models.Index(fields=[level, *key, "id"], name=f"cases_{level[:6]}_{name}")
                for level in LEVELS
                for name, key in SORT_KEYS.items()
            ),
            *(
                models.Index(
                    fields=["county_id", name, "sort_due", "id"], name=f"cases_county_{name}"
                )
                for name in NARROWING
            ),
            *(
                models.Index(
                    fields=["county_id", "sort_due", "id"], condition=few, name=f"cases_few_{name}"
                )
                for name, few in RARE.items()
            ),
            *(
                models.Index(
                    fields=["county_id", *key, "id"],
                    condition=OPEN,
                    name=f"cases_open_{name}",
                )
                for name, key in OPEN_KEYS.items()
            ),
            models.Index(fields=["department", "sort_due", "id"], name="cases_department_due"),
            models.Index(
                fields=["county_id", "rechecked_at"],
                condition=Q(state=State.UNDERWAY.value, round__gte=2),
                name="cases_few_returned",
            ),
            models.Index(
                fields=["county_id", "sort_due", "unit", "ball_site"],
                condition=OPEN,
                name="cases_open_under",
            ),
            models.Index(fields=["site", "sort_due", "id"], name="cases_site_due"),
            models.Index(fields=["site", "-sort_found", "-id"], name="cases_site_found"),
            models.Index(fields=["unit", "sort_due", "id"], name="cases_unit_due"),
            models.Index("ball_post", "sort_due", "id", name="cases_ball_post"),
        ]

    def __str__(self) -> str:
        return self.number


class Reporter(models.Model):
    """Who reported a case: sealed, opened only by a named capability, every opening logged."""

    case = models.OneToOneField(Case, models.RESTRICT, primary_key=True, related_name="reporter")
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"reporter of {self.case_id}"


class SavedView(models.Model):
    """A person's own tab over the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=2000)
    columns = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "name", name="cases_savedview_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Watch(models.Model):
    """A case somebody keeps an eye on (我盯的)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="watches")
    case = models.ForeignKey(Case, models.CASCADE, related_name="watches")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("person", "case", name="cases_watch_once")]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.case_id}"


class Batch(models.Model):
    """An uploaded ledger: read, corrected, then imported; kept for thirty days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    at = models.DateTimeField()
    mapping = models.JSONField(default=dict)
    tables = models.JSONField(default=list)
    ignored = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="open")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="cases_batch_by")]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A large ledger on its way into a file for whoever asked; kept for a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    at = models.DateTimeField()
    query = models.CharField(max_length=4000)
    full = models.BooleanField()
    state = models.CharField(max_length=10, default="running")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["by", "state"], name="cases_export_by"),
            models.Index("at", name="cases_export_at"),
        ]

    def __str__(self) -> str:
        return f"{self.query} for {self.by_id}"


class BatchRow(models.Model):
    """One hazard of a batch: as read, as corrected, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    content = models.JSONField()
    corrections = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    ready = models.BooleanField()
    blocked = models.BooleanField(default=False)
    key = models.CharField(max_length=64, default="")
    site = models.ForeignKey("sites.Site", models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=16, blank=True)
    case = models.ForeignKey(Case, models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("batch", "position", name="cases_batchrow_once")]
        indexes = [
            models.Index("batch", "ready", "position", name="cases_batchrow_ready"),
            models.Index("case", name="cases_batchrow_case"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.position}"
