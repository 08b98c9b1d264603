"""Sentences in the manner of councils and papers, each with what is true of it, to judge the checks of claims by.

The sentences were written without a look at the patterns that read them. Everybody and every council in them is
invented. `python -m tests.claims.corpus --failures` lists what the checks get wrong.
"""
