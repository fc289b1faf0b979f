from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0011_word_of_chairs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="word",
            field=models.CharField(
                choices=[
                    ("arrived", "arrived"),
                    ("answered", "answered"),
                    ("task", "task"),
                    ("feed", "feed"),
                    ("concern", "concern"),
                    ("chair", "chair"),
                    ("let_read", "let_read"),
                ],
                max_length=20,
            ),
        ),
    ]
