"""Who has signed a treaty and not consented to be bound: a table, by a client made from the API's own document.

pip install openapi-python-client
openapi-python-client generate --url http://127.0.0.1:8000/api/schema/ --meta none --output-path convention_client
python examples/who_has_not_ratified.py http://127.0.0.1:8000 cets-225
"""

import sys

from convention_client import Client
from convention_client.api.answers import treaties_status
from convention_client.models import Problem, Status


def main(address: str, treaty: str) -> None:
    chart = treaties_status.sync(treaty, client=Client(address, raise_on_unexpected_status=True))
    if isinstance(chart, Problem):
        sys.exit(chart.detail)
    waiting = [row for group in chart.groups for row in group.rows if row.status == Status.SIGNATORY]
    print(f"Signed {treaty} and not consented to be bound, as the record knew on {chart.record_speaks_as_of}:\n")
    for row in sorted(waiting, key=lambda row: row.signed_on):
        print(f"{row.signed_on}  {row.participant}  {row.name}")
    print(f"\n{len(waiting)} in all. Sources: {chart.permalink}")


if __name__ == "__main__":
    main(*sys.argv[1:])
