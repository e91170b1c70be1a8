"""Commands: parse, call one function of workflow, print, choose the exit code."""


def main() -> None:
    """Run the command line (built up room by room)."""
