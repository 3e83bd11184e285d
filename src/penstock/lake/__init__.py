"""Tables in files, their catalog and their upkeep."""
