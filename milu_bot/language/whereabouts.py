"""Which other towns a question names, and whether it asks about them or only comes from there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milu_bot.language.normalise import Normaliser
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Policy

ABOVE = late_pattern("[省国]|中央")
"""Places that stand above ours."""
_HERE = late_pattern(
    "[到来在放往搬设建落移回](?:[咱你我]们?)?(?:这|咯)[边里儿]|[到来在放往搬设建落移回][咱你我本]们?(?:这|市|县)|落户|过来|回来"
)
_MINE = (
    r"(?:(?:我|俺|咱)们?|人|户口|户籍|公司|店子?|厂子?|执照|学校|老家|屋里|家)(?:现在|都|也)?"
    r"(?:是|在|住在?|来自|开在)"
)
_OUT_OF_TOWN = "外地"
_BACK_THERE = late_pattern(
    r"那[边里儿个]|当地|[他她]们|人家|(?:我|俺|咱)们?(?:这|那|县|市|区|镇|村|里)|本[市县地]|回[来去家老]"
)


class Whereabouts:
    """The other places that one policy names as none of its own."""

    def __init__(self, policy: Policy, normaliser: Normaliser) -> None:
        self._here = policy.masthead.place
        self._normaliser = normaliser
        self._elsewhere = tuple(map(normaliser.plain, policy.wording.elsewhere))

    def elsewhere(self, text: str) -> list[str]:
        """The other places that a text names; none if it names ours too, or if somebody means to come."""
        words = self._normaliser.plain(text)
        places = [place for place in self._elsewhere if place in words]
        return [] if self._here in words or _comes_here(text, places) else places

    def out_of_town(self, text: str) -> str:
        """Who only says that he is of another place asks about ours: 我是杭州的 is 我是外地的.

        Who comes back to that place asks about it: 我在杭州开店，那边补多少.
        """
        named = [place for place in self._elsewhere if place in text]
        place = max(named, key=len, default="")
        if not place or any(other not in place for other in named) or ABOVE.search(place):
            return text
        told = re.search(rf"({_MINE}){re.escape(place)}[市县省]?(?![这那])", text)
        if not told or place in text[told.end() :] or _BACK_THERE.search(text, told.end()):
            return text
        return f"{text[: told.end(1)]}{_OUT_OF_TOWN}{text[told.end() :]}"


def _comes_here(text: str, places: Sequence[str]) -> bool:
    """Whether somebody of another place means to come: 杭州的平台想把结算放这边, and not 杭州这边有奖吗."""
    own = "|".join(map(re.escape, places))
    return _HERE.search(re.sub(f"(?:{own})(?:这[边里儿]|[市县])", "", text)) is not None
