"""The named destinations of an account: where calls can go."""
