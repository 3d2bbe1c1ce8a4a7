"""How each question is put in SQL, the same for every store; what differs between databases is their dialect."""
