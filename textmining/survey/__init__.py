"""Answer files in and out: shapes, column mapping, row errors."""
