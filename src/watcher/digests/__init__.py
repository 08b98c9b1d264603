"""What every mail says, as values for the templates, which hold the sentences. Pure."""
