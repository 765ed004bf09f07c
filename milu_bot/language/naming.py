"""How people call a document: by its number, its title, or the place it is for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Masthead

_UNHEARD = late_pattern(r"[\s〔〕\[\]()（）【】﹝﹞《》〈〉「」“”\"'、，,。．.！!？?：:；;]+")
_AROUND = late_pattern(
    "我[想要]?|请|就|换|到|成|去|看|查|问|选|用|说|讲|算|的|那|这|个|份|文件|政策|办法|意见|方案|市|县|区|吧|呢|是|一下"
)
_LEAST = 4
"""Units: characters. With fewer left nothing is taken away."""
_SHORT = late_pattern(r"(?<!\d)(\d{1,4})号$")


class Names:
    """Tells which of several documents words speak of."""

    def __init__(self, mastheads: Mapping[str, Masthead]) -> None:
        self._exact: dict[str, tuple[str, ...]] = {}
        self._places = {id: _heard(masthead.place) for id, masthead in mastheads.items()}
        shorts = {id: _short(masthead.number) for id, masthead in mastheads.items()}
        for id, masthead in mastheads.items():
            names = [_heard(masthead.title), _heard(masthead.number), id.lower()]
            if shorts[id] and list(shorts.values()).count(shorts[id]) == 1:
                names += [shorts[id] + end for end in ("文件", "文", "")]
            self._exact[id] = tuple(filter(None, names))
        self._spelt = {id: (m.number, m.title) for id, m in mastheads.items()}

    def named(self, text: str) -> tuple[str, ...]:
        """The documents that words name: by number or title if any, else by place."""
        heard = _heard(text)
        exact = tuple(
            id for id, names in self._exact.items() if any(_holds(heard, name) for name in names)
        )
        return exact or tuple(id for id, place in self._places.items() if place and place in heard)

    def alone(self, text: str) -> str | None:
        """The one document that the whole of these words names, if nothing else is said."""
        named = self.named(text)
        if len(named) != 1:
            return None
        rest = _heard(text)
        for name in sorted((*self._exact[named[0]], self._places[named[0]]), key=len, reverse=True):
            rest = rest.replace(name, "", 1)
        return named[0] if not _AROUND.sub("", rest) else None

    def without(self, id: str, text: str) -> str:
        """The text without what only told which document is meant: its number, its title, the place in front."""
        whole = text
        for name in self._spelt[id]:
            text = text.replace(f"《{name}》", "").replace(name, "")
        place = re.escape(self._places[id])
        rest = re.sub(rf"^\s*{place}[市县区]?[的里，,：:\s]*", "", text).strip()
        return rest if len(rest) >= _LEAST else whole


def _heard(text: str) -> str:
    return _UNHEARD.sub("", unicodedata.normalize("NFKC", text)).lower()


def _holds(heard: str, name: str) -> bool:
    """Whether a name is heard, and not as the end of a longer number."""
    at = heard.find(name)
    return at >= 0 and not (name[0].isdigit() and at and heard[at - 1].isdigit())


def _short(number: str) -> str:
    """45号 for 某政办发〔2017〕45号."""
    found = _SHORT.search(_heard(re.sub(r"[〔\[（(﹝]\d{4}[〕\]）)﹞]", "-", number)))
    return found[0] if found else ""
