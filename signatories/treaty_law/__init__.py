"""Treaty law as plain Python: standard library only, no clock, no database.

Every function is handed the day it is asked about. Each rule is a named thing
whose docstring is the rule with its article.

Start with `case.Case`, a treaty's file. `status.statuses_on` says what everyone
is on a day, `entry_into_force.entry_into_force` whether and why the treaty is in
force, `objections.objections_to` what the law objects to in recording an act.
"""
