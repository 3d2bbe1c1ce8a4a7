"""What every other room of the core stands on: errors, instants, identifiers."""
