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
_OF_THERE = (
    "的?(?:企业|公司|厂子?|店|商家|个体户|老板|人)(?:也|都)?(?:能|可以|可不可以|有资格)(?:[来在到]?你们这[边里]?)?"
    "[领报申请拿享受]{1,4}[吗不么没嘛]?[?？。]?$"
)
"""长沙的企业能领吗 asks who may come; 长沙的企业能领多少 asks what there is in that place."""
_OUT_OF_TOWN = "外地"
_PAUSE = "，,。；;！!？?、 "
_BUSY_THERE = "[市县省]?(?:那边|里面?)?(?:打工|上班|务工|做工|做事|工作|读书|上学|念书|当兵|住院|定居|带孩子|带孙子)了?"
_KIN = "(?:[崽儿女仔弟妹哥姐伢妻]|老公|老婆|爱人|媳妇|堂客|孩子|亲戚)"
_THERE = late_pattern("那[边里儿]|当地")
_FEWEST_LEFT = 4
"""Units: characters. So much must be left of a message to be asked about."""
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
        text = self._without_others(text)
        named = [place for place in self._elsewhere if place in text]
        place = max(named, key=len, default="")
        if not place or any(other not in place for other in named) or ABOVE.search(place):
            return text
        told = re.search(rf"({_MINE}){re.escape(place)}[市县省]?(?![这那])", text) or re.match(
            rf"(){re.escape(place)}[市县]?(?={_OF_THERE})", text
        )
        if not told or place in text[told.end() :] or _BACK_THERE.search(text, told.end()):
            return text
        return f"{text[: told.end(1)]}{_OUT_OF_TOWN}{text[told.end() :]}"

    def _without_others(self, text: str) -> str:
        """Without a part that only tells where somebody else is: 我儿子在杭州打工，..."""
        own = "|".join(re.escape(place) for place in self._elsewhere if place in text)
        if not own:
            return text
        away = rf"(?:^|(?<=[{_PAUSE}]))[^{_PAUSE}]*(?:{own}){_BUSY_THERE}[{_PAUSE}]+"
        away = rf"{away}|在(?:{own}){_BUSY_THERE}的(?={_KIN})"
        left = re.sub(away, lambda part: part[0] if re.match(_MINE, part[0]) else "", text)
        return text if len(left) < _FEWEST_LEFT or _THERE.search(left) else left


def _comes_here(text: str, places: Sequence[str]) -> bool:
    """Whether somebody of another place means to come: 杭州的平台想把结算放这边, and not 杭州这边有奖吗."""
    own = "|".join(map(re.escape, places))
    return _HERE.search(re.sub(f"(?:{own})(?:这[边里儿]|[市县])", "", text)) is not None
