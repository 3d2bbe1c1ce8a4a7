"""The parts of the difference between two plans, by subject; `core.routing.difference` puts them together."""
