from typing import Any

from django.db import migrations


def date_reveals(apps: Any, schema_editor: Any) -> None:
    """Numbers of rounds that were revealed are public since then; their standings wait to be computed."""
    Score = apps.get_model("prioritization", "Score")
    ScoringRound = apps.get_model("prioritization", "ScoringRound")
    Standing = apps.get_model("prioritization", "Standing")
    revealed = ScoringRound.objects.filter(revealed_at__isnull=False)
    for pk, revealed_at in revealed.values_list("pk", "revealed_at"):
        Score.objects.filter(candidate__scoring_round=pk).update(revealed_at=revealed_at)
    Standing.objects.bulk_create(
        Standing(scoring_round_id=pk, revision=1, numbers_revision=1) for pk in revealed.values_list("pk", flat=True)
    )


class Migration(migrations.Migration):

    dependencies = [("prioritization", "0005_scoring_with_people")]

    operations = [migrations.RunPython(date_reveals, migrations.RunPython.noop)]
