"""The days within which questions must be answered, as data."""

from django.db import migrations, models

SOURCE = "Reglement van Orde van de Tweede Kamer, schriftelijke vragen: drie weken; na een mededeling van uitstel zes weken."


def add_term(apps, schema_editor):
    apps.get_model("questions", "ReplyTerm").objects.get_or_create(
        chamber="tk", since=None, defaults={"days": 21, "postponed_days": 42, "source": SOURCE}
    )


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ReplyTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chamber", models.CharField(choices=[("tk", "Tweede Kamer"), ("ek", "Eerste Kamer")], default="tk", max_length=2, verbose_name="Kamer")),
                ("since", models.DateField(blank=True, help_text="Leeg: zolang bekend.", null=True, verbose_name="van")),
                ("days", models.PositiveSmallIntegerField(verbose_name="dagen")),
                ("postponed_days", models.PositiveSmallIntegerField(verbose_name="dagen na uitstel")),
                ("source", models.TextField(blank=True, verbose_name="bron")),
            ],
            options={"verbose_name": "antwoordtermijn", "verbose_name_plural": "antwoordtermijnen", "ordering": ["chamber", "since"]},
        ),
        migrations.AddConstraint(
            model_name="replyterm",
            constraint=models.UniqueConstraint(fields=("chamber", "since"), name="reply_term_unique", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="replyterm",
            constraint=models.CheckConstraint(condition=models.Q(("postponed_days__gte", models.F("days"))), name="reply_term_longer"),
        ),
        migrations.RunPython(add_term, migrations.RunPython.noop),
    ]
