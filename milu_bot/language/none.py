"""Who counts nobody: 没有残疾人, 聋哑人的也没有."""

from __future__ import annotations

from milu_bot.language.cue import Sighting
from milu_bot.language.cues import Spoken
from milu_bot.language.telling import Stretch
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import ZERO, Span

NONE = Span(ZERO, ZERO)

_COUNTED = ("人", "家")
"""Units of what one can have none of; who tells of no sum may only not know it."""
_WHO = (
    "(?:我们?|俺们?|咱们?|本)?(?:这?[边里]|自己)?(?:公司|企业|单位|厂|店|社|站|中心|合作社|屋)?[里头上]*"
    "(?:但是?|不过|就是|而且|另外|目前|现在|确实|暂时|[去今]年|从来|也|都|还|又|是|一个|一家)*"
)
_HAVE = "(?:招收?|请|雇|聘用?|用|安排|吸纳|整合|合作|接收)?(?:过|到|得)?(?:一[个名家]|半个|任何|什么|么子)?"
_NO = "(?:没有|没得|冇得|冇有|[没冇无])"
_DENIES = late_pattern(_NO)
_WHOSE = late_pattern(_WHO)
_BEFORE = late_pattern(f"{_WHO}{_NO}{_HAVE}")
_BEHIND = late_pattern(
    f"(?:员工|工人|职工|人员|就业|上班|做事|的|这[块方]面?)*(?:一[个名家])?[都也还倒是]*{_NO}{_HAVE}(?:过|的|了|哒|呢|啊)*"
)
_REST = late_pattern("(?:员工|工人|职工|人员|就业|上班|做事|在册|的|了|过|哒|呢|啊|哈)*")


def none_of(stretch: Stretch, cues: Spoken) -> Fact | None:
    """What a stretch says there is none of, in so many words and nothing else."""
    if stretch.asked or stretch.planned or stretch.to_come:
        return None
    text = stretch.text.strip("，,。；;！!：: ")
    if not _DENIES.search(text):
        return None
    found = [one for one in cues.of_numbers(text) if one.cue.fact.measure in _COUNTED]
    best = max((one.weight for one in found), default=0)
    facts = {
        one.cue.fact.id: one.cue.fact for one in found if one.weight == best and _is_none(one, text)
    }
    return facts.popitem()[1] if len(facts) == 1 else None


def _is_none(sighting: Sighting, text: str) -> bool:
    before, after = text[: sighting.start], text[sighting.end :]
    if _BEFORE.fullmatch(before):
        return _REST.fullmatch(after) is not None
    return _WHOSE.fullmatch(before) is not None and _BEHIND.fullmatch(after) is not None
