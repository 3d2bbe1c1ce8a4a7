"""The parts of the check of a plan, by subject; `core.routing.check` asks all of them."""
