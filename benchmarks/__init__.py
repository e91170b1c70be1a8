"""Long measurements; each prints a table that stands in docs/benchmarks.md."""
