"""The figures: charts of the calls that a filter lets through, each mark of which leads to its calls."""
