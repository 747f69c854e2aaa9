"""Making the weights the package ships, from annotated data; never imported at run time.

`train` runs every trainer of `TRAINERS` in order and writes what they make. A trainer is a function from the data
folder to the bytes of its files, by their path inside the package; it gives the same bytes each time. `adapt` goes on
from the weights that are there with a user's own corrected documents.
"""

from __future__ import annotations

from quotes.training.adaptation import adapt
from quotes.training.train import TRAINERS, Trainer, train

__all__ = ["TRAINERS", "Trainer", "adapt", "train"]
