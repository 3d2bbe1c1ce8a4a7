"""Every call gets a sequence, which the statistics follow; those there are, in the order of their time."""

import uuid

from django.db import migrations, models

_NUMBER = (
    "UPDATE callrecords_callrecord SET sequence = numbered.ordinal FROM ("
    "SELECT id, row_number() OVER (ORDER BY setup_at, id) AS ordinal FROM callrecords_callrecord"
    ") AS numbered WHERE numbered.id = callrecords_callrecord.id"
)


def _begin(apps, schema_editor):
    calls = apps.get_model("callrecords", "CallRecord").objects
    last = calls.aggregate(last=models.Max("sequence"))["last"] or 0
    apps.get_model("callrecords", "RecordSequence").objects.create(id=1, last=last)


class Migration(migrations.Migration):
    dependencies = [
        ("callrecords", "0005_carriers_tried"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordSequence",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.BigIntegerField(default=0)),
                ("record", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.AddField(
            model_name="callrecord",
            name="agent",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="callrecord",
            name="campaign",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="callrecord",
            name="sequence",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(_NUMBER, migrations.RunSQL.noop),
        migrations.RunPython(_begin, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="callrecord",
            name="sequence",
            field=models.BigIntegerField(unique=True),
        ),
    ]
