"""Messages to people outside calls: clients of mail and other channels, a folder each. No Django."""
