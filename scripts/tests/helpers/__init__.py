"""What tests share."""

from pathlib import Path

#: The root of the repository.
ROOT = Path(__file__).parents[3]
