"""People, the accounts they belong to, and what each of them may see and do."""
