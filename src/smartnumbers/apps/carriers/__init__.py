"""The carriers that the operator has contracts with, and their published set."""
