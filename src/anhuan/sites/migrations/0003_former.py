"""Sites keep what they were, so that a past day can be asked."""

from django.db import migrations, models

import anhuan.base.ids
from anhuan.base.db import InsertOnly


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='site',
            name='since',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Former',
            fields=[
                ('id', models.UUIDField(default=anhuan.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('site', models.UUIDField()),
                ('values', models.JSONField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('until'), models.F('site'), name='sites_former_until'), models.Index(models.F('site'), models.F('until'), name='sites_former_site')],
            },
        ),
        InsertOnly("sites_former"),
    ]
