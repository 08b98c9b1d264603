"""Who wrote about a report, after how many days, and what is disputed."""

from __future__ import annotations

import csv
from datetime import date

from watcher.desk.coverage_table import COLUMNS, coverage_csv, coverage_rows
from watcher.model.news import Claim, ClaimVerdict, DateBasis, Mention, Quotation, Tier

OUT = date(2025, 1, 29)


def mention(outlet: str, tier: Tier, when: date | None, **more: object) -> Mention:
    basis = DateBasis.META if when else DateBasis.UNKNOWN
    return Mention(outlet, outlet, tier, f"https://{outlet}.example/1", f"News in {outlet}", when, basis, **more)  # type: ignore[arg-type]


COUNCIL = mention(
    "council",
    Tier.COUNCIL,
    OUT,
    quotations=(
        Quotation("I am proud of our staff.", "Cllr Ash"),
        Quotation("We do not recognise this picture of our service.", "Director"),
    ),
)
PAPER = mention(
    "paper",
    Tier.LOCAL_PRESS,
    date(2025, 2, 3),
    quotations=(Quotation("I am disappointed.", "Cllr Ash"),),
    claims=(Claim("It failed.", ClaimVerdict.CONTRADICTED, "“failed” fits only inadequate"),) * 2,
)
AGGREGATOR = mention("wire", Tier.AGGREGATOR, None)
OWN = mention("blog", Tier.OWN, OUT)


def test_rows_are_in_the_order_of_their_days_with_the_lag_in_days() -> None:
    rows = coverage_rows([AGGREGATOR, PAPER, COUNCIL, OWN], OUT)
    assert [(one.outlet, one.lag) for one in rows] == [("council", 0), ("paper", 5), ("wire", None)]


def test_a_date_that_was_only_inferred_gives_no_lag() -> None:
    inferred = Mention("x", "x", Tier.LOCAL_PRESS, "https://x.example/", "x", OUT, DateBasis.INFERRED)
    assert coverage_rows([inferred], OUT)[0].lag is None


def test_a_council_is_quoted_and_so_is_its_disagreement_but_the_press_never_is() -> None:
    council, paper = coverage_rows([COUNCIL, PAPER], OUT)
    assert (council.words, council.disagrees) == (
        "I am proud of our staff.",
        "We do not recognise this picture of our service.",
    )
    assert (paper.words, paper.disagrees) == ("", "")


def test_the_same_dispute_is_told_once() -> None:
    assert coverage_rows([PAPER], OUT)[0].disputed == ("“failed” fits only inadequate.",)


def test_headlines_of_the_press_are_shown_only_if_they_may_be() -> None:
    council, paper = coverage_rows([COUNCIL, PAPER], OUT, press_titles=False)
    assert (council.title, paper.title) == ("News in council", "")


def test_the_csv_has_a_header_and_no_formula() -> None:
    hostile = mention("=1+1", Tier.LOCAL_PRESS, OUT)
    rows = [*csv.reader(coverage_csv(coverage_rows([hostile], OUT)).splitlines())]
    assert tuple(rows[0]) == COLUMNS
    assert rows[1][0] == "'=1+1"
