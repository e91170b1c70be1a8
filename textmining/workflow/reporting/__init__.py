"""What a report says beside its counts: facts and quotes."""
