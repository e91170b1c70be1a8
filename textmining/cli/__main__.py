"""Run the command line with `python -m textmining.cli`."""

from textmining.cli import main

main()
