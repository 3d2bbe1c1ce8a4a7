"""How many calls a second are rated, one at a time and in columns, beside a plain loop over Decimal."""
