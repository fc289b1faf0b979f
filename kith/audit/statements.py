"""The two statements that write to the ledger: one line, and many at once. Leaf, index and detail go together."""

ONE_LINE = """
WITH leaf AS (
    INSERT INTO audit_leaf (id, holder_id, commitment, subjects, version, time, action, post_id, system, on_behalf_of)
    VALUES (%(id)s, %(holder)s, %(commitment)s, %(subjects)s::uuid[],
            %(version)s, %(time)s, %(action)s, %(post)s, %(system)s, %(on_behalf_of)s)
), subject AS (
    INSERT INTO audit_subject (id, holder_id, person_id, leaf_id)
    SELECT uuidv7(), %(holder)s, person, %(id)s FROM unnest(%(subjects)s::uuid[]) person
)
INSERT INTO audit_detail (id, holder_id, salt, doer_name, doer_post, doer_organisation, reason, terms, address, facts)
VALUES (%(id)s, %(holder)s, %(salt)s, %(doer_name)s, %(doer_post)s, %(doer_organisation)s,
        %(reason)s, %(terms)s, %(address)s, %(facts)s)
"""
MANY_LINES = """
WITH line AS MATERIALIZED (
    SELECT id, holder_id, commitment, subjects::uuid[] AS subjects, salt, reason, terms, facts
    FROM unnest(%(id)s::uuid[], %(holder)s::uuid[], %(commitment)s::bytea[], %(subjects)s::text[], %(salt)s::bytea[],
                %(reason)s::text[], %(terms)s::text[], %(facts)s::text[])
         AS t (id, holder_id, commitment, subjects, salt, reason, terms, facts)
), leaf AS (
    INSERT INTO audit_leaf (id, holder_id, commitment, subjects, version, time, action, post_id, system, on_behalf_of)
    SELECT id, holder_id, commitment, subjects, %(version)s, %(time)s, %(action)s,
           %(post)s::uuid, %(system)s, %(on_behalf_of)s::uuid FROM line
), subject AS (
    INSERT INTO audit_subject (id, holder_id, person_id, leaf_id)
    SELECT uuidv7(), holder_id, person, id FROM line, unnest(subjects) person
)
INSERT INTO audit_detail (id, holder_id, salt, doer_name, doer_post, doer_organisation, reason, terms, address, facts)
SELECT id, holder_id, salt, %(doer_name)s, %(doer_post)s, %(doer_organisation)s, reason, terms, %(address)s, facts
FROM line
"""
