"""Numbers of a whole place or of many together: they are no single applicant's."""

from __future__ import annotations

from milu_bot.language.measures import RANK
from milu_bot.language.numerals import mentions
from milu_bot.late_pattern import late_pattern

_PARTS = late_pattern("[，,。；;！!？?：:\\n]")
_OWN = "公司|企业|单位|厂|店|站|社|家|个?人|年|季|月|机构|学校|系统|项目"
_OF_MANY = late_pattern(
    rf"整个(?!{_OWN})[\u4e00-\u9fff]|全(?=[园镇县](?!村))"
    r"|(?:所有|各个?|全部|好多|许多|几十|几百|上百)的?家?(?:企业|公司|店|商户|网?店|厂)"
    r"|各家|家家|大家(?:一起|加|合)"
    r"|^(?:那|如果|要是|假如)?(?:[我咱俺]们)?(?:这个|那个)?[\u4e00-\u9fff]{0,3}"
    r"[园镇乡县]区?(?:里|内)?(?:一年|每年|去年|今年|前年|一共|总共|合计)"
)
_AT = late_pattern(r"^[\u4e00-\u9fff]{0,4}?[在进入驻是到]")
"""我在园区一年 speaks of one that is there."""


def of_many(words: str) -> bool:
    """Whether a number is told of a whole place or of many firms together: 整个园区一年交税2000万."""
    return any(
        _OF_MANY.search(part)
        and not _AT.match(part)
        and any(
            mention.unit != RANK for mention in mentions(part)
        )  # 我们镇去年第四 is one's own place
        for part in _PARTS.split(words)
    )
