from typing import Any

from django.db import migrations

LADDER = {"observed", "told", "asked", "internal"}


def move_days(apps: Any, schema_editor: Any) -> None:
    """A day to look again becomes a trigger; the owner who was asked already is not asked anew."""
    Decision = apps.get_model("prioritization", "Decision")
    Trigger = apps.get_model("prioritization", "Trigger")
    dated = Decision.objects.filter(revisit_on__isnull=False).values_list("pk", "revisit_on", "revisit_asked_at")
    Trigger.objects.bulk_create(
        [Trigger(decision_id=pk, on=on, fired_at=asked_at) for pk, on, asked_at in dated], batch_size=500
    )


def widen_bases(apps: Any, schema_editor: Any) -> None:
    """What a basis did not hold on the day is not known of it: old ones say so."""
    Decision = apps.get_model("prioritization", "Decision")
    for decision in Decision.objects.only("basis").iterator():
        evidence = decision.basis.get("evidence", [])
        for piece in evidence:
            piece["bearing"] = piece["state"] if piece["state"] in LADDER else ""
        decision.basis = {"subject": None, "claims": [], "triggers": []} | decision.basis | {"evidence": evidence}
        decision.save(update_fields=["basis"])


class Migration(migrations.Migration):

    dependencies = [("prioritization", "0002_decision_register")]

    operations = [
        migrations.RunPython(move_days, migrations.RunPython.noop),
        migrations.RunPython(widen_bases, migrations.RunPython.noop),
    ]
