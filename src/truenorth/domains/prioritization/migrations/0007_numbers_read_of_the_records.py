from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prioritization", "0006_scores_revealed_already")]

    operations = [
        migrations.AddField(model_name="cell", name="read", field=models.FloatField(blank=True, null=True)),
    ]
