"""How a stored row is said outside: its table, and its columns by their public names, in the data package's order."""

from __future__ import annotations


def columns(*names: str, **renamed: str) -> dict[str, str]:
    """Public column name to model attribute; `from_="valid_from"` says that the column `from` is kept as `valid_from`.

    A keyword takes the place its public name has among `names`.
    """
    others = {name.removesuffix("_"): attribute for name, attribute in renamed.items()}
    return {name: others.get(name, name) for name in names}


INTERVAL = {"from_": "valid_from", "until_": "valid_until"}
