"""A line says what the child said, in their own words; those that stand are told from the parts they were made from."""

from django.db import migrations, models

TELL = r"""
UPDATE chronology_entry e
   SET childs_words = CASE WHEN length(said.words) <= 240 THEN said.words
                           ELSE regexp_replace(left(said.words, 240), ' [^ ]*$', '') || ' …' END
  FROM (SELECT controller_id, record_id, person_id,
               btrim(regexp_replace(answers ->> 'child_words', '\s+', ' ', 'g')) AS words
          FROM cases_part WHERE person_id IS NOT NULL AND answers ->> 'child_words' <> '') said
 WHERE said.controller_id = e.controller_id AND said.record_id = e.record_id AND said.person_id = e.person_id
   AND e.standing IS NULL"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_lending"),
        ("chronology", "0003_a_longer_summary"),
    ]
    operations = [
        migrations.AddField(
            model_name="chosen",
            name="childs_words",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="entry",
            name="childs_words",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
    ]
