"""What pages ask of the statistics, through the socket, beside the same asked of the record; freshness; rebuilding."""
