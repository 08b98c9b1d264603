"""The tests mirror src; `tests.builders` makes the values that they pass in."""
