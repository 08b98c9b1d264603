"""The pages on which readers sign up, choose and leave. Needs the extra `web`."""
