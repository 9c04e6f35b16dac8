"""Made-up cases: marked, as assumed, the same for a seed, and written at any size."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from data import synthetic
from data.catalog import catalog

ENDING = ["region", "weight", "cluster", "stratum", "synthetic"]


@pytest.mark.parametrize("dataset", synthetic.DATASETS)
def test_every_row_and_every_file_says_that_it_is_made_up(dataset, tmp_path):
    file = tmp_path / "cases.parquet"
    assert synthetic.main([dataset, "--rows", "500", "--seed", "3", "--out", str(file)]) == 0
    table = pq.read_table(file)
    assert table.num_rows == 500
    assert table["synthetic"].to_pylist() == [True] * 500
    assert table.column_names[-5:] == ENDING
    told = table.schema.metadata
    assert told[b"SYNTHETIC"] == b"true"
    assert told[b"seed"] == b"3"
    for column in table.column_names[1:-5]:
        assert f"`{column}`" in told[b"assumptions"].decode()
    assert set(table["region"].to_pylist()) <= set(catalog().vocabulary.regions)
    assert min(table["weight"].to_pylist()) > 0
    # A city lies in one province, and a province in one stratum.
    places = table.select(["cluster", "region", "stratum"]).to_pandas().drop_duplicates()
    assert not places["cluster"].duplicated().any()
    assert len(places[["region", "stratum"]].drop_duplicates()) == places["region"].nunique()


def test_a_seed_gives_the_same_rows_and_a_longer_file_begins_with_a_shorter_one(monkeypatch):
    monkeypatch.setattr(synthetic, "CHUNK", 40)

    def made(rows, seed):
        return pa.concat_tables(synthetic.chunks("crowdfunding", rows, seed)).combine_chunks().to_pandas()

    assert made(100, 1).equals(made(100, 1))
    assert made(100, 1).equals(made(130, 1).head(100))
    assert not made(100, 1).equals(made(100, 2))
    assert made(100, 1)["campaign"].tolist() == list(range(1, 101))
    assert len(made(0, 1)) == 0


def test_campaigns_are_as_assumed():
    campaigns = pa.concat_tables(synthetic.chunks("crowdfunding", 250_000, 1)).to_pandas()
    completion = campaigns["raised"] / campaigns["goal"]
    tenth = campaigns["status"].rank(pct=True)
    assert completion[tenth <= 0.1].mean() == pytest.approx(0.20, abs=0.015)
    assert completion[tenth > 0.9].mean() == pytest.approx(0.40, abs=0.025)
    assert campaigns["days"].median() == pytest.approx(45, rel=0.03)
    weeks, months = (completion[campaigns["days"].between(*each)].mean() for each in ((1, 7), (91, 180)))
    assert weeks / months == pytest.approx(1 - np.exp(-5 / 20), abs=0.04)  # the 5th day on average
    assert campaigns["goal"].median() == pytest.approx(150_000, rel=0.02)
    assert campaigns["status"].between(0, 100).all()
    assert (campaigns["channel"] == "public_feed").mean() == pytest.approx(0.15, abs=0.005)
    assert np.corrcoef(campaigns["status"], campaigns["goal"])[0, 1] == pytest.approx(0, abs=0.01)


def test_csv_has_the_same_rows_and_another_ending_is_refused(tmp_path, capsys):
    file = tmp_path / "cases.csv"
    assert synthetic.main(["consultations", "--rows", "50", "--out", str(file)]) == 0
    read = pyarrow.csv.read_csv(file)
    made = next(synthetic.chunks("consultations", 50, 1))
    assert read["price"].to_pylist() == made["price"].to_pylist()
    assert read["synthetic"].to_pylist() == [True] * 50
    assert synthetic.main(["consultations", "--out", str(tmp_path / "cases.xlsx")]) == 1
    assert "cases.xlsx: write .parquet or .csv" in capsys.readouterr().err
    assert not (tmp_path / "cases.xlsx").exists()
