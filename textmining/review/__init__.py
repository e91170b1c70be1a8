"""A person's decisions: queue, store, workbook round trip."""
