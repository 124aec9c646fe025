from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("signatories", "0003_webhooks"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="claim",
            options={"ordering": ["key"], "permissions": [("decide_claim", "Can decide claim")]},
        ),
    ]
