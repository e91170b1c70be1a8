"""Coded answers and decisions in, the table of counts out."""
