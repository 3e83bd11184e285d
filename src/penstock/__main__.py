"""Run the command line as `python -m penstock`."""

from penstock.cli import main

main()
