"""The customers: who calls most, who is new, who came no more, and each caller's card."""
