"""The trained head: weights over characters, numbers and sounds that say which label and kind a text has."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile

from milu_bot.language.features import grams, number_grams
from milu_bot.language.gram_table import GramTable
from milu_bot.language.meaning import Meaning
from milu_bot.language.nearest import Forms, Nearest
from milu_bot.language.profile import Profiles
from milu_bot.language.sounds import Sounds
from milu_bot.policy import Policy

if TYPE_CHECKING:
    from numpy import float16, float32, intp, uint8
    from numpy.typing import NDArray

_FORMAT = "5"
"""Raise it when features or weights change their meaning."""


_NEAREST = ("starts", "holders", "weights", "norms")
_PROFILES = ("starts", "holders", "gains", "base")
_WORDS = ("key", "labels", "kinds", "readings")
_NONE_OF_OURS = (KeyError, OSError, EOFError, IndexError, BadZipFile)
_ZIP_HEADER, _ZIP_LENGTHS = 30, 4
"""Units: bytes. Before the content of a file in an archive stand a header, which ends with the lengths of the two
texts behind it, and these. Source: APPNOTE.TXT of the ZIP format, 4.3.7.
"""
_MEANING = tuple(field.name for field in fields(Meaning))


def content_key(policy: Policy) -> str:
    """What a head was trained on: a hash of the wordings, their labels and the synonyms."""
    digest = hashlib.sha256(_FORMAT.encode())
    for faq in policy.faqs:
        digest.update("\x1f".join((faq.kind, *faq.see, "\x1e", *faq.questions, "\x1d")).encode())
    for clause in policy.clauses.values():
        titles = (award.title for award in clause.awards.values())
        digest.update("\x1f".join((clause.id, clause.title, *clause.keywords, *titles)).encode())
        digest.update(f"{clause.quote}\x1e{clause.plain}\x1d".encode())
    digest.update(policy.wording.model_dump_json(include={"synonyms", "fillers"}).encode())
    return digest.hexdigest()


Read = Callable[[int, int], bytes]
"""Reads so many bytes of a file from a place on."""


@dataclass(frozen=True, slots=True)
class RowsOnDisk:
    """The weights where they lie: they are most of a head, and one question needs few of their rows.

    They are read, not mapped: a mapped row brings its neighbours with it, and after some hundred questions all.
    """

    read: Read
    start: int
    width: int

    def __getitem__(self, rows: NDArray[intp]) -> NDArray[float16]:
        import numpy as np

        size = self.width * np.dtype(np.float16).itemsize
        found = b"".join([self.read(self.start + size * row, size) for row in rows.tolist()])
        return np.frombuffer(found, np.float16).reshape(len(rows), self.width)


@dataclass(frozen=True)
class Head:
    """Linear models over the same features. `key` tells what they were trained on."""

    key: str
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    forms: Forms
    """The wordings it was trained on."""
    features: GramTable
    readings: Mapping[str, str]
    weights: NDArray[float16] | RowsOnDisk
    """A row a feature: its weights for the labels (discriminative), the labels (by counts), the kinds."""
    constants: NDArray[float32]
    meaning: Meaning | None = None
    """What was learnt through the sentence encoder, if there was one."""

    @cached_property
    def reader(self) -> Reader:
        """The features of a text as rows of the weights."""
        return Reader(self.features, Sounds(self.readings))

    def read(self, words: str) -> Reading:
        """Score normalised words."""
        import numpy as np

        rows = self.reader.rows(words)
        count = len(self.labels)
        total = self.weights[rows].sum(axis=0, dtype=np.float32)
        root = max(1, len(rows)) ** 0.5
        total[:count] /= root
        total[2 * count :] /= root
        total += self.constants
        total[count : 2 * count] += (len(rows) - 1) * self.constants[count : 2 * count]
        labels = _log_probabilities(total[:count])
        counts = total[count : 2 * count]
        kinds = _log_probabilities(total[2 * count :])
        return Reading(
            dict(zip(self.labels, labels.tolist(), strict=True)),
            dict(zip(self.labels, (counts - counts.max()).tolist(), strict=True)),
            dict(zip(self.kinds, kinds.tolist(), strict=True)),
            len(rows),
        )

    def to_bytes(self) -> bytes:
        """As an .npz file."""
        import numpy as np

        profiles = self.forms.profiles
        buffer = io.BytesIO()
        np.savez(
            buffer,
            **{
                f"meaning_{name}": getattr(self.meaning, name).astype(np.float16)
                for name in (_MEANING if self.meaning else ())
            },
            **{f"nearest_{name}": getattr(self.forms.nearest, name) for name in _NEAREST},
            nearest_table=self.forms.nearest.table.sums,
            **(
                {
                    "profiles_labels": _packed(profiles.labels),
                    "profiles_table": profiles.table.sums,
                    **{f"profiles_{name}": getattr(profiles, name) for name in _PROFILES},
                }
                if profiles
                else {}
            ),
            texts=_packed(self.forms.texts),
            weights=self.weights[np.arange(len(self.features))],
            constants=self.constants,
            key=_packed((self.key,)),
            labels=_packed(self.labels),
            kinds=_packed(self.kinds),
            features=self.features.sums,
            readings=_packed([char + sound for char, sound in self.readings.items()]),
        )
        return buffer.getvalue()

    @classmethod
    def read_from(cls, file: BinaryIO, read: Read | None = None) -> Head:
        """Read an .npz file, all of it or, with a way to `read` the same file later, all but the weights.

        Raises: ValueError if it is none of ours.
        """
        import numpy as np

        try:
            with np.load(file, allow_pickle=False) as stored:
                words = {name: _unpacked(stored, name) for name in _WORDS}
                return cls(
                    key=words["key"][0],
                    forms=_forms(stored),
                    labels=words["labels"],
                    kinds=words["kinds"],
                    features=GramTable(stored["features"]),
                    readings={entry[0]: entry[1:] for entry in words["readings"]},
                    weights=_on_disk(file, stored, read) if read else stored["weights"],
                    constants=stored["constants"],
                    meaning=Meaning(
                        **{name: stored[f"meaning_{name}"].astype(np.float32) for name in _MEANING}
                    )
                    if "meaning_centre" in stored
                    else None,
                )
        except _NONE_OF_OURS as problem:
            raise ValueError("这不是训练好的匹配文件。请重新运行：python bot.py train") from problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What the head thinks of a text: log probabilities, and log odds by counts that are 0 for the best."""

    labels: Mapping[str, float]
    counts: Mapping[str, float]
    kinds: Mapping[str, float]
    known: int
    """Units: features that the head has met."""


class Reader:
    """Turns normalised words into rows of the weights."""

    def __init__(self, table: GramTable, sounds: Sounds) -> None:
        self._table = table
        self._sounds = sounds

    def rows(self, words: str) -> NDArray[intp]:
        """The rows of the features that are known, each once."""
        return self._table.rows(tuple(dict.fromkeys(self.features(words))))

    def known(self, features: Sequence[str]) -> int:
        """How many of these the head has met."""
        return len(self._table.rows(features))

    def features(self, words: str) -> list[str]:
        """All features of normalised words."""
        return [*grams(words), *number_grams(words), *self._sounds.grams(words)]


def read_forms(file: BinaryIO) -> Forms:
    """Read the forms of the wordings alone from an .npz file, in a tenth of the time.

    Raises: ValueError if it is none of ours.
    """
    import numpy as np

    try:
        with np.load(file, allow_pickle=False) as stored:
            return replace(_forms(stored), profiles=_profiles(stored))
    except _NONE_OF_OURS as problem:
        raise ValueError("这不是训练好的匹配文件。请重新运行：python bot.py train") from problem


def _forms(stored: Mapping[str, Any]) -> Forms:
    arrays = {name: stored[f"nearest_{name}"] for name in _NEAREST}
    nearest = Nearest(GramTable(stored["nearest_table"]), **arrays)
    return Forms(_unpacked(stored, "texts"), nearest)


def _profiles(stored: Mapping[str, Any]) -> Profiles:
    arrays = {name: stored[f"profiles_{name}"] for name in _PROFILES}
    table = GramTable(stored["profiles_table"])
    return Profiles(_unpacked(stored, "profiles_labels"), table, **arrays)


def _on_disk(file: BinaryIO, stored: Any, read: Read) -> RowsOnDisk:
    import numpy as np

    begin = stored.zip.getinfo("weights.npy").header_offset + _ZIP_HEADER
    file.seek(begin - _ZIP_LENGTHS)
    file.seek(begin + sum(struct.unpack("<HH", file.read(_ZIP_LENGTHS))))
    np.lib.format.read_magic(file)
    (_, width), _, _ = np.lib.format.read_array_header_1_0(file)
    return RowsOnDisk(read, file.tell(), width)


def _unpacked(stored: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(stored[name].tobytes().decode().split("\n"))


def _packed(words: Sequence[str]) -> NDArray[uint8]:
    import numpy as np

    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _log_probabilities(scores: NDArray[float32]) -> NDArray[float32]:
    import numpy as np

    shifted = scores - scores.max()
    result: NDArray[float32] = shifted - np.log(np.exp(shifted).sum())
    return result
