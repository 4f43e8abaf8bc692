"""What is said about a query that was not wholly understood: Dutch, with what a translation needs."""

from __future__ import annotations


class Notice(str):
    """A sentence with its values filled in; `text` and `values` are what it was made of."""

    text: str
    values: dict[str, object]

    def __new__(cls, text: str, **values: object) -> Notice:
        made = super().__new__(cls, text % values if values else text)
        made.text, made.values = text, values
        return made
