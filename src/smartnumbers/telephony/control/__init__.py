"""Call control's hands and ears: it carries the core's commands to Asterisk and Asterisk's events to the core."""
