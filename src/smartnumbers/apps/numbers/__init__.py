"""The stock of service numbers and whom each belongs to."""
