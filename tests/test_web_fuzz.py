"""A short run of the fuzzer of all routes."""

from benchmarks.fuzz_routes import fuzz


def test_no_odd_request_is_answered_with_an_error_of_ours() -> None:
    statuses, bad = fuzz(300, seed=7)
    assert bad == []
    assert {200, 303, 403, 404, 405} <= {*statuses}
