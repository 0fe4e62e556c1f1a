from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_initial")]

    operations = [migrations.AddField("visitduty", "asked", models.DateField(null=True))]
