"""Quotation check: whether the quotations in a report still say what their sources say.

The report is parsed, its quotations are extracted and compared with texts. Nothing here reads or writes files.
"""
