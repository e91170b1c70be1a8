"""The steps that look after a survey's folder: made, added to, and what comes next in it."""
