"""Everything one machine needs before Django starts: PostgreSQL, its roles, the processes.

No Django inside and no domain words: what stands here must work when nothing else does.
"""
