import anhuan.base.text_index
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_activity'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='apart',
            field=models.BooleanField(db_default=False, default=False),
        ),
        # SQLite makes the table anew for it, and its triggers go with the old one.
        anhuan.base.text_index.SearchIndex('cases_case', rebuilt=True),
    ]
