"""The steps joined: check, train, evaluate, code, review, count, report, demo."""
