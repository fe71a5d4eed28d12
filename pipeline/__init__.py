"""One plan's way between the outside world and the facts: read, extract, store, search, export."""
