"""Areas and posts keep what they were, so that a past day can be asked."""

from django.db import migrations, models

import anhuan.base.ids
from anhuan.base.db import InsertOnly


class Migration(migrations.Migration):

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='area',
            name='active',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='area',
            name='since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='since',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Former',
            fields=[
                ('id', models.UUIDField(default=anhuan.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject', models.UUIDField()),
                ('kind', models.CharField(choices=[('area', 'area'), ('post', 'post')], max_length=8)),
                ('values', models.JSONField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('subject'), models.F('until'), name='territory_former_subject'), models.Index(models.F('kind'), models.F('until'), name='territory_former_kind')],
            },
        ),
        InsertOnly("territory_former"),
    ]
