"""What every mail says, as values with ready strings for the templates. Pure."""
