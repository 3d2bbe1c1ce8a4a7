import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('numbers', '0001_initial'),
        ('plans', '0001_initial'),
        ('tariffbooks', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberSet',
            fields=[
                ('number', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='tariff_set', serialize=False, to='numbers.servicenumber')),
                ('document', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='TariffAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='tariffbooks.tariffbook')),
                ('number', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tariffs', to='numbers.servicenumber')),
            ],
            options={
                'ordering': ['number', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('number', 'valid_from'), name='plans_tariff_instant_once')],
            },
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='announcement_language',
            field=models.CharField(blank=True, choices=[('de', 'Deutsch'), ('fr', 'Français'), ('it', 'Italiano'), ('en', 'English')], max_length=2),
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='keys',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='recorded_for',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='recording',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='recording_name',
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
