"""Ids of rows: their form, their order, and none twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

from kith.foundation import ids


def test_an_id_is_a_version_7_uuid_of_this_moment(monkeypatch):
    # Another test of this process may have worked under a later clock, and ids never go back.
    monkeypatch.setattr(ids, "_last", (0, 0))
    before = time.time_ns() // 1_000_000
    made = ids.uuid7()
    assert made.version == 7 and made.variant == RFC_4122
    assert 0 <= (made.int >> 80) - before < 60_000


def test_ids_of_one_process_only_grow():
    made = [ids.uuid7() for _ in range(5_000)]
    assert made == sorted(made) and len(set(made)) == len(made)


def test_ids_stay_apart_and_grow_when_the_clock_goes_back(monkeypatch):
    first = ids.uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000)
    later = [ids.uuid7() for _ in range(100)]
    assert [first, *later] == sorted({first, *later})


def test_threads_never_share_an_id():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ids.uuid7(), range(4_000)))
    assert len(set(made)) == len(made)


def test_the_random_part_carries_over_into_the_next_millisecond():
    assert ids._next_after(5, (1 << 74) - 1)[0] == 6


def test_a_random_id_is_version_4():
    assert ids.random_id().version == 4
