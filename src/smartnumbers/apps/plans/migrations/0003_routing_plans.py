import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_api_keys'),
        ('numbers', '0002_family'),
        ('plans', '0002_tariffs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Destination',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=16)),
                ('address', models.CharField(max_length=400)),
                ('limit', models.PositiveIntegerField(null=True)),
                ('paused', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='destinations', to='accounts.account')),
            ],
            options={
                'ordering': ['account', 'name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('account', 'address', 'name'), name='plans_destination_once')],
            },
        ),
        migrations.CreateModel(
            name='CallerList',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='caller_lists', to='accounts.account')),
            ],
            options={
                'ordering': ['account', 'name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('account', 'name'), name='plans_callerlist_name_once')],
            },
        ),
        migrations.CreateModel(
            name='CallerListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caller', models.CharField(max_length=24)),
                ('note', models.CharField(blank=True, max_length=80)),
                ('list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='plans.callerlist')),
            ],
            options={
                'ordering': ['list', 'caller'],
                'constraints': [models.UniqueConstraint(fields=('list', 'caller'), name='plans_callerlist_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('number', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='numbers.servicenumber')),
                ('document', models.JSONField()),
                ('based_on', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=254)),
            ],
        ),
        migrations.CreateModel(
            name='ScheduledPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('begins', models.DateTimeField()),
                ('ends', models.DateTimeField(null=True)),
                ('document', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_by', models.CharField(blank=True, max_length=254)),
                ('number', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='scheduled_plans', to='numbers.servicenumber')),
            ],
            options={
                'ordering': ['number', 'begins', 'id'],
                'indexes': [models.Index(fields=['number', 'begins'], name='plans_scheduled_begins')],
            },
        ),
        migrations.AddField(
            model_name='publishedprofile',
            name='note',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='plan',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='routingsettings',
            name='plan_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.RenameField(
            model_name='routingsettings',
            old_name='chain_revision',
            new_name='plan_revision',
        ),
        migrations.RemoveConstraint(
            model_name='blacklistentry',
            name='plans_blacklist_caller_once',
        ),
        migrations.RenameField(
            model_name='blacklistentry',
            old_name='caller',
            new_name='value',
        ),
        migrations.AlterField(
            model_name='blacklistentry',
            name='value',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='blacklistentry',
            name='kind',
            field=models.CharField(choices=[('number', 'Number'), ('prefix', 'Prefix'), ('country', 'Country'), ('withheld', 'Withheld')], default='number', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='blacklistentry',
            constraint=models.UniqueConstraint(fields=('number', 'kind', 'value'), name='plans_blacklist_entry_once'),
        ),
    ]
