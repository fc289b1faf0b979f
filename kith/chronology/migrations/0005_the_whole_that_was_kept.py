"""A line that is kept keeps all that its record says; and what was written under an early number says what happened."""

from django.db import migrations, models

TELL = r"""
UPDATE chronology_entry e
   SET told = CASE WHEN length(said.words) <= 240 THEN said.words
                   ELSE regexp_replace(left(said.words, 240), ' [^ ]*$', '') || ' …' END
  FROM (SELECT p.controller_id, p.record_id, r.area,
               btrim(regexp_replace(
                   p.answers ->> CASE r.area WHEN 'concern' THEN 'description' ELSE 'narrative' END, '\s+', ' ', 'g'
               )) AS words
          FROM cases_part p JOIN cases_record r ON r.controller_id = p.controller_id AND r.id = p.record_id
         WHERE p.person_id IS NULL AND r.area IN ('concern', 'exclusion')) said
 WHERE said.controller_id = e.controller_id AND said.record_id = e.record_id AND said.words <> ''
   AND e.told = '' AND e.standing IS NULL"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_lending"),
        ("chronology", "0004_the_childs_words"),
    ]
    operations = [
        migrations.AddField(
            model_name="chosen",
            name="whole",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
    ]
