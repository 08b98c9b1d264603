"""What the commands show a person."""
