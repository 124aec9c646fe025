# %% [markdown]
# # Signatures and consents over time
# From the CSV of the record, in the cells of a notebook (Jupytext, VS Code and Spyder read `# %%`). It needs pandas and
# matplotlib: `python examples/signatures_over_time.py http://127.0.0.1:8000 cets-185 signatures.svg`

# %%
import sys
from urllib.parse import urlencode

import matplotlib
import pandas as pd

matplotlib.use("svg")
address, treaty, picture = sys.argv[1:]

# %% [markdown]
# Every list is a table as well. A day known to the month alone (`2025-09`) is drawn where it begins.


# %%
def acts(*kinds: str) -> pd.Series:
    question = {"treaty": treaty, "kind": ",".join(kinds), "ordering": "done_on", "format": "csv"}
    table = pd.read_csv(
        f"{address}/api/v1/actions/?{urlencode(question)}", usecols=["participant", "done_on"], dtype=str
    )
    days = pd.to_datetime(table["done_on"], format="ISO8601")
    return pd.Series(1, index=days).groupby(level=0).sum().cumsum()


signatures = acts("signature", "definitive_signature")
consents = acts("ratification", "acceptance", "approval", "accession")

# %%
axes = signatures.plot(
    drawstyle="steps-post", label=f"signatures ({signatures.iloc[-1]})", title=treaty, figsize=(8, 4)
)
consents.plot(ax=axes, drawstyle="steps-post", label=f"consents to be bound ({consents.iloc[-1]})")
axes.set(xlabel="", ylabel="")
axes.legend()
axes.figure.savefig(picture, bbox_inches="tight")
print(f"{signatures.iloc[-1]} signatures and {consents.iloc[-1]} consents drawn in {picture}.")
