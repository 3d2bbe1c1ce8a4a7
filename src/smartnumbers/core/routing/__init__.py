"""Where a call goes, and why: profile, facts of the call and instant in; decision and trace out."""
