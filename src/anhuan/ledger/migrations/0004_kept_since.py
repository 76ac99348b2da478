from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_witness")]
    operations = [
        migrations.AddField(
            model_name="log",
            name="kept_since",
            field=models.DateTimeField(null=True),
        ),
    ]
