"""What tests share."""

from pathlib import Path

#: The root of the repository.
ROOT = Path(__file__).parents[3]
#: The namespace of Atom feeds, as RFC 4287 gives it.
ATOM = "http://www.w3.org/2005/Atom"
