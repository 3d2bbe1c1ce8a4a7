"""Key figures of an account's own: a measure of some calls, and the target it is to reach."""
