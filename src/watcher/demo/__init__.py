"""A small invented site and its reports, for a first look and for the tests."""
