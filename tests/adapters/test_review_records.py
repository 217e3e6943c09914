"""Reviews by their keys, as many as wait."""

from llave import wiring
from llave.adapters.review_records import MOST_AT_ONCE, _item
from llave.staff.reviews import Review
from tests.aws import Aws


def test_those_of_every_waiting_case_are_read_and_of_no_other(aws: Aws):
    kept = [Review(f"c{n}", assigned="r1", version=1) for n in range(MOST_AT_ONCE + 1)]
    for review in kept:
        aws.put("staff", _item(review, wiring.now()))
    wanted = [review.case for review in kept[1:]] + ["new"]

    found = wiring.review_records().of(iter(wanted))

    assert list(found) == wanted
    assert found["c1"] == kept[1]
    assert found[f"c{MOST_AT_ONCE}"] == kept[-1]
    assert found["new"] == Review("new")
