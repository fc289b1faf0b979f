"""What was let read without a last day, before there was one to say, ends four weeks after it was let."""

from django.db import migrations

END = """
UPDATE access_grant g
   SET until = g.since + interval '28 days'
  FROM conduct_staffconcern c
 WHERE c.controller_id = g.controller_id AND c.id = g.subject_id AND g.relation = 'delegated' AND g.until IS NULL"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("conduct", "0002_whether_about_a_head"),
    ]
    operations = [migrations.RunSQL(END, migrations.RunSQL.noop)]
