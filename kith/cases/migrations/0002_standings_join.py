from django.db import migrations

# See docs/reference/constraints.md. It runs as whoever writes, at the end of the transaction.
CHAIN = """
CREATE FUNCTION cases_standing_joins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT from_on, opens, lag(until_on) OVER w AS before, row_number() OVER w = 1 AS first
      FROM cases_standing
      WHERE controller_id = link.controller_id AND person_id = link.person_id AND kind = link.kind
      WINDOW w AS (ORDER BY seq)
    ) links
    WHERE (first AND NOT opens)
       OR (NOT first AND (before IS NULL OR from_on < before OR (from_on > before AND NOT opens)))
  ) THEN
    RAISE EXCEPTION 'the links of a standing do not join'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'standing_joins', TABLE = 'cases_standing';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER standing_joins AFTER INSERT OR UPDATE OR DELETE ON cases_standing
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_standing_joins();
"""
APART = "DROP TRIGGER standing_joins ON cases_standing; DROP FUNCTION cases_standing_joins();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(CHAIN, APART)]
