"""Splink beside Kith: links the rows of one file to those of another. Runs in a Python of its own (`bin/judge`).

python splink_links.py KEPT.csv CAME.csv OUT.csv [--without-number]: writes, for every row that came, the best row kept
with its weight and whether a guard (other forename, or two different numbers) would send it to a person. Prints the
seconds and the most memory it took, as JSON. Settings follow its documentation for people, with term frequencies.
"""

import json
import resource
import sys
import time

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COMPARED = [
    cl.NameComparison("forename").configure(term_frequency_adjustments=True),
    cl.NameComparison("surname").configure(term_frequency_adjustments=True),
    cl.DateOfBirthComparison("born", input_is_string=True),
    cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    cl.NameComparison("middle"),
]
BLOCKS = [
    block_on("upn"),
    block_on("born", "substr(forename, 1, 2)"),
    block_on("born", "substr(surname, 1, 2)"),
    block_on("forename", "surname"),
    block_on("postcode", "forename"),
    block_on("born", "postcode"),
]


def main(kept_file: str, came_file: str, out: str, without: str = "") -> None:
    kept, came = (pd.read_csv(f, dtype=str, keep_default_na=False).replace("", None) for f in (kept_file, came_file))
    began = time.perf_counter()
    linked = best(kept, came, with_number=not without)
    seconds = time.perf_counter() - began
    linked.to_csv(out, index=False)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": memory}))


def best(kept: pd.DataFrame, came: pd.DataFrame, *, with_number: bool) -> pd.DataFrame:
    """The heaviest pair of every row that came."""
    compared = [*COMPARED, cl.ExactMatch("upn")] if with_number else COMPARED
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="row",
        comparisons=compared,
        blocking_rules_to_generate_predictions=BLOCKS if with_number else BLOCKS[1:],
        retain_matching_columns=True,
    )
    api = DuckDBAPI()
    tables = [api.register(kept, table_name="kept"), api.register(came, table_name="came")]
    linker = Linker(tables, settings)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("forename", "surname", "born")], recall=0.8)
    train.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("forename", "surname"))
    train.estimate_parameters_using_expectation_maximisation(block_on("born"))
    pairs = linker.inference.predict(threshold_match_weight=-5)
    return guarded(pairs.as_pandas_dataframe())


def guarded(pairs: pd.DataFrame) -> pd.DataFrame:
    left_is_kept = pairs["source_dataset_l"] == "kept"
    pairs["kept"] = pairs["row_l"].where(left_is_kept, pairs["row_r"])
    pairs["came"] = pairs["row_r"].where(left_is_kept, pairs["row_l"])
    heaviest = pairs.sort_values("match_weight", ascending=False).drop_duplicates("came").copy()
    other_forename = heaviest["gamma_forename"] == 0
    two_numbers = heaviest["gamma_upn"] == 0 if "gamma_upn" in heaviest else False
    heaviest["guarded"] = (other_forename | two_numbers).astype(int)
    return heaviest[["came", "kept", "match_weight", "guarded"]]


if __name__ == "__main__":
    main(*sys.argv[1:])
