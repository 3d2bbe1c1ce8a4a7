"""`python -m smartnumbers.entry` is the same as `smartnumbers`."""

from smartnumbers.entry.command_line import main

main()
