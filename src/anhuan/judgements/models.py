"""Daily sheets and their conclusions. A sheet's row is a projection that ``replay`` of its facts
must reproduce; its texts and what data said lie beside."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.judgement import JudgementState, Work

DRAFT = JudgementState.DRAFT.value
ISSUED = JudgementState.ISSUED.value
STATES = [(DRAFT, "DRAFT"), (ISSUED, "ISSUED")]


class Judgement(models.Model):
    """One edition of the sheet of one area and day. ``drawn``: what data said, by section;
    ``written``: what a person wrote, by section; ``why``: what a correction corrects."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=STATES)
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    day = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    conclusions = models.PositiveSmallIntegerField(default=0)
    drawn = models.JSONField(default=dict)
    drawn_at = models.DateTimeField()
    written = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("area", "day", "edition", name="judgements_once"),
            models.UniqueConstraint(
                "area", "day", condition=Q(state=DRAFT), name="judgements_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=DRAFT, issued_at__isnull=True, issued_by__isnull=True, digest="")
                | Q(state=ISSUED, issued_at__isnull=False, issued_by__isnull=False)
                & ~Q(digest=""),
                name="judgements_issued",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, why="") | Q(edition__gt=1) & ~Q(why=""),
                name="judgements_corrected",
            ),
        ]
        indexes = [models.Index(fields=["area_path", "-day", "-id"], name="judgements_area")]

    def __str__(self) -> str:
        return self.number


class Conclusion(models.Model):
    """One conclusion: what, who, until when; ``made`` is the task or case that it became."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    judgement = models.ForeignKey(Judgement, models.CASCADE, related_name="concluded")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    work = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Work])
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    made = models.UUIDField(null=True)
    made_number = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("judgement", "position", name="judgements_position_once"),
            models.CheckConstraint(
                condition=Q(made__isnull=True, made_number="")
                | Q(made__isnull=False, unit__isnull=False, due_on__isnull=False)
                & ~Q(made_number="")
                & ~Q(text=""),
                name="judgements_made",
            ),
        ]
        indexes = [models.Index("made", name="judgements_work")]

    def __str__(self) -> str:
        return self.text[:40]
