from typing import Any

from django.db import migrations


def keep_first_readings(apps: Any, schema_editor: Any) -> None:
    """A debt that has an interest already has had it since it was last changed, as far as anybody knows."""
    Debt = apps.get_model("engineering", "Debt")
    DebtReading = apps.get_model("engineering", "DebtReading")
    debts = Debt.objects.filter(interest_hours__isnull=False).select_related("node")
    DebtReading.objects.bulk_create(
        (
            DebtReading(
                debt=debt,
                on=debt.node.updated_at.date(),
                principal_days=debt.principal_days,
                interest_hours=debt.interest_hours,
                by_id=debt.node.created_by_id,
            )
            for debt in debts.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("engineering", "0002_catalogue_registers_and_flags")]

    operations = [migrations.RunPython(keep_first_readings, migrations.RunPython.noop)]
