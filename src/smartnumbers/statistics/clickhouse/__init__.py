"""The replica in ClickHouse: for more calls than one machine answers for."""
