"""The forms of the routing editor: what a field can know by itself; `core.routing.editing` checks the rest."""
