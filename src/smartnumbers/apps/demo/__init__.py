"""The demo: accounts, numbers and some months of past calls, so that a newcomer meets a platform that is alive."""
