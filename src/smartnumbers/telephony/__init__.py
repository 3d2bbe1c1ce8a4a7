"""The outside world of telephones: Asterisk over ARI, the call journal, published profiles, the lab. No Django."""
