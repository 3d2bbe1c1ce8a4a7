"""What the command line answers from the database. These modules need Django set up (`entry.database`)."""
