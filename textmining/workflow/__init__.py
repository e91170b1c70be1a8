"""The steps joined: check, train, evaluate, code, draw, review, count, report, demo."""
