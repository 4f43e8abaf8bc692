"""Adds sets to a generation of the index, and takes them out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kamerarchief.memory import give_back_freed

from . import integrity, storage
from .storage import IndexMissing, State


class Writer:
    """Adds to both indexes of a generation; nothing is seen by readers before `commit`.

    `heaps`: bytes, by unit.
    """

    def __init__(self, folder: Path, heaps: Mapping[str, int]) -> None:
        give_back_freed()  # else the dozen threads of each writer leave 15 MB, ever in other pools
        self.folder = folder
        self._files = self._written()
        self._writers = {
            unit: storage.open_unit_index(folder / unit).writer(heaps[unit], 1) for unit in storage.UNITS
        }

    def put(self, whole: str, singles: list[str]) -> None:
        """Adds a set and its exchanges, in JSON."""
        self._writers["sets"].add_json(whole)
        for single in singles:
            self._writers["questions"].add_json(single)

    def close_segment(self, unit: str) -> None:
        """Ends a piece of an index that nobody reads yet."""
        self._writers[unit].commit()

    def remove(self, inquiry_id: int) -> None:
        for writer in self._writers.values():
            writer.delete_documents_by_term("id", inquiry_id)

    def commit(self, position: int, newest: tuple[int, int] | None) -> None:
        """Makes it all seen, in a state that has taken in the changes before this position.

        Raises IndexMissing when the generation was found damaged meanwhile.
        """
        if self._files is not None:
            storage.state_of(self.folder)
        for writer in self._writers.values():
            writer.commit()
        for writer in self._writers.values():
            writer.wait_merging_threads()
        self._writers.clear()
        files = integrity.manifest(self.folder, storage.UNITS, self._files or {})
        storage.write_state(self.folder, State(storage.fingerprint(), position, newest, files))
        storage.mark_proven(self.folder)

    def _written(self) -> integrity.Manifest | None:
        """The files of a generation that is read already; None for a new one."""
        try:
            return storage.state_of(self.folder).files
        except IndexMissing:
            return None
