"""Commands of the reading screen, a module for each family.

`reader.config.commands` names the handler of each command, `dispatcher` resolves it, and `context` holds the services that
it is given.
"""
