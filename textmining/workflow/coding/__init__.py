"""Coding in parts: texts in, coded answers with their draw out; here, or partition by partition."""
