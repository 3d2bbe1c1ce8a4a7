"""Work in the background: taking records over from the journal, and tidying up."""
