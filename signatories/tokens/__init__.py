"""API tokens: how a program writes in a member of staff's name.

An app of its own, so that a project that only wants the record need not install what keeps tokens.
"""
