"""Real exports, read where they lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianqi.digest.figures import figures
from lianqi.digest.reading import read_heap
from lianqi.digest.run import digest
from lianqi.digest.values import Terms


@pytest.mark.parametrize(("file", "choices"), [("wjx_800_text.xls", 8), ("wjx_800_coded.xls", 8)])
def test_a_survey_of_800_is_accounted_for_row_by_row(shared_data: Path, terms: Terms, file: str, choices: int) -> None:
    result = digest(read_heap([shared_data / "forms" / file]), terms=terms)
    counted = figures(result)
    assert counted.rows_read == 800 == sum(counted.rows.values())
    assert counted.rows["rejected"] == 800
    assert len(result.tallies) == choices


def test_both_exports_of_one_survey_count_the_same_choices(shared_data: Path) -> None:
    text, coded = (
        {answer: count for tally in read_heap([shared_data / "forms" / f]).tallies for answer, count in tally.answers}
        for f in ("wjx_800_text.xls", "wjx_800_coded.xls")
    )
    for choice in ("运动", "阅读", "财经", "时尚"):
        assert text[choice] == coded[choice] > 0
