"""Are the quotations in a report still what their sources say? The report read, its quotations found and compared. Pure."""
