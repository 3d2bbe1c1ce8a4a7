from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0004_chains_into_plans'),
    ]

    operations = [
        migrations.DeleteModel(
            name='ChainEntry',
        ),
        migrations.RemoveField(
            model_name='routingsettings',
            name='display',
        ),
    ]
