"""Long measurements, run by hand: what they print stands in docs/benchmarks.md.

Those of the review page stand in docs/review.md; `language_speed` only prints.
"""
