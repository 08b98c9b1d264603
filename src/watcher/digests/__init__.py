"""From changes to view models: what every mail says. Pure."""
