"""What arrived while nobody looked, by name, so that it can be marked as new and counted."""

from collections.abc import Collection, Hashable, Iterable


class Unseen:
    """Names of things that come and go; each is new until it was seen once."""

    def __init__(self) -> None:
        self._present: frozenset[Hashable] = frozenset()
        self._seen: set[Hashable] = set()

    def __len__(self) -> int:
        return len(self._present - self._seen)

    def __contains__(self, name: Hashable) -> bool:
        return name in self._present and name not in self._seen

    def show(self, names: Collection[Hashable]) -> None:
        """Take what is there now. What is gone is forgotten: should it come again, it is new again."""
        self._present = frozenset(names)
        self._seen &= self._present

    def see(self, names: Iterable[Hashable] | None = None) -> bool:
        """Note that these, or all, were seen; return whether that is news."""
        before = len(self)
        self._seen |= self._present if names is None else self._present & frozenset(names)
        return len(self) != before
