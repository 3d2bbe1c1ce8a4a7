"""Asterisk, the telephony engine: found or installed, its instances written, started and watched."""
