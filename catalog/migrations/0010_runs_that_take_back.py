import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_named_mappings")]
    operations = [
        migrations.AddField(
            model_name="importrun",
            name="undoes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undos",
                to="catalog.importrun",
                verbose_name="takes back",
            ),
        )
    ]
