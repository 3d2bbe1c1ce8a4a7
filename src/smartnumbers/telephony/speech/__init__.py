"""Speech: text to WAV files that Asterisk plays."""
