"""Rows and law make answers: status charts, entry into force, projections, statuses, the matrix.

Each answer reads its rows once, in a fixed number of queries, and is handed
the day it is about and the moment whose knowledge it may use.
"""
