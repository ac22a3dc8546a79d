from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("prioritization", "0003_revisit_days_are_triggers")]

    operations = [
        migrations.RemoveField(model_name="decision", name="revisit_asked_at"),
        migrations.RemoveField(model_name="decision", name="revisit_on"),
    ]
