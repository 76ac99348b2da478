import anhuan.base.ids
import django.db.models.deletion
from django.db import migrations, models

from anhuan.base.db import InsertOnly


class Migration(migrations.Migration):
    """Positions get the bytes that enter the log, and the logs their table. Nothing had a position
    before, so the table is made anew."""

    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel("Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("leaf", models.BinaryField(max_length=32)),
                ("content", models.BinaryField(max_length=512)),
                (
                    "fact",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="entry",
                        to="ledger.fact",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=anhuan.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("origin", models.CharField(max_length=68, unique=True)),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("first", models.PositiveBigIntegerField()),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("root", models.BinaryField(max_length=32)),
                ("signed_size", models.PositiveBigIntegerField(null=True)),
                ("note", models.TextField(default="")),
                ("signed_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ], options={"constraints": [models.CheckConstraint(
                condition=models.Q(("signed_size__isnull", True))
                | models.Q(("signed_size__lte", models.F("size"))),
                name="ledger_log_signs_what_is_durable",
            )]},
        ),
        InsertOnly("ledger_entry"),
    ]
