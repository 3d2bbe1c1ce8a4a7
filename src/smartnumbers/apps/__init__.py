"""What is kept in the database, a folder for each subject: models, queries (scoped to an account), operations."""
