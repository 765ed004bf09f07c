"""What the policy says: frozen types with no behaviour beyond look-up.

The models mirror the files of a knowledge folder; their aliases are the keys that staff write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from milu_bot.conditions import ALWAYS, FactId
from milu_bot.days import DATE
from milu_bot.masthead import Masthead, Wording
from milu_bot.payoffs import Payoff
from milu_bot.quantity import YUAN
from milu_bot.written import (
    AwardId,
    ClauseId,
    Dated,
    Day,
    Flag,
    Money,
    Names,
    Quote,
    Rule,
    Said,
    Written,
)

WAITING, SETTLED = "待", "已定"
"""How the 状态 of a reading begins."""


class AnswerKind(StrEnum):
    """How a fact is answered."""

    YES_NO = "是否"
    CHOICE = "选项"
    MULTI = "多选"
    MONEY = "金额"
    COUNT = "数量"
    DATE = "日期"


class Frequency(StrEnum):
    """How often an award is paid, in the document's own words or silence."""

    ONCE = "一次性"
    YEARLY = "每年"
    UNSTATED = "未写明"


class Fact(Written):
    """Something we may ask an applicant."""

    id: FactId
    ask: str = Field(alias="问", min_length=1)
    answer: AnswerKind = Field(alias="回答")
    unit: str = Field(default="", alias="单位")
    options: dict[str, str] = Field(default_factory=dict, alias="选项")
    hint: str = Field(default="", alias="提示")
    only_if: Rule | None = Field(default=None, alias="仅当")
    same_as: Rule | None = Field(default=None, alias="等同")
    private: Flag = Field(default=False, alias="保密")
    label: str = Field(default="", alias="简称")
    said: Names = Field(default=(), alias="说法")
    """What people say when they speak of it: of a yes/no, that it is so; of a number, before or after it."""
    not_said: Names = Field(default=(), alias="不算说法")
    """Words that speak of another thing, though they hold some of `said`: 退税."""
    said_no: Names = Field(default=(), alias="否认说法")
    """What people say when a yes/no fact is not so; 〔别处〕 stands for any other place that wording.yaml names."""
    said_with: Names = Field(default=(), alias="同时说到")
    """`said` counts only where the message speaks of one of these as well."""
    earlier: FactId | None = Field(default=None, alias="以前各年")
    """The fact that asks the same of the years before."""
    parts: Names = Field(default=(), alias="分项")
    """Words for what the whole is made of: who tells a number of each tells the whole."""
    options_said: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="选项说法")
    links: dict[str, str] = Field(default_factory=dict, alias="链接")
    """For an option: its word in a link that opens the questionnaire for these people."""
    focus: dict[str, tuple[AwardId, ...]] = Field(default_factory=dict, alias="先看")
    """For an option: the awards that this person came for, settled before all others."""

    @property
    def said_outright(self) -> tuple[str, ...]:
        """`said` without what names a group of words, 在〔平台〕开, or only what it is about: 备案…."""
        topics = "…" if self.answer is AnswerKind.YES_NO else None
        return tuple(w for w in self.said if "〔" not in w and not (topics and w.endswith(topics)))

    @property
    def name(self) -> str:
        """How people call it."""
        return self.label or self.id

    @property
    def measure(self) -> str:
        """The unit of a number fact: 元 for money, a day for a date."""
        return _MEASURES.get(self.answer, self.unit)

    @property
    def is_number(self) -> bool:
        """Whether the answer is a span of numbers."""
        return self.answer in (AnswerKind.MONEY, AnswerKind.COUNT)

    @property
    def is_span(self) -> bool:
        """Whether the answer is a span: of numbers, or of days."""
        return self.is_number or self.answer is AnswerKind.DATE


_MEASURES = {AnswerKind.MONEY: YUAN, AnswerKind.DATE: DATE}


class Reading(Written):
    """A place the text leaves open; the adopted option stands until the department decides."""

    id: FactId
    clause: ClauseId = Field(alias="条款")
    quote: str = Field(alias="原文", min_length=1)
    question: str = Field(alias="问题", min_length=1)
    options: dict[str, str] = Field(alias="选项", min_length=2)
    adopted: str = Field(alias="暂按")
    because: str = Field(alias="理由")
    status: str = Field(
        alias="状态", json_schema_extra={"pattern": f"^({WAITING}|{SETTLED}[：: ]*[^：: ])"}
    )
    """待…, or 已定：… once the department has decided."""

    @property
    def settled(self) -> bool:
        """Whether the department has decided, so that the other options are options no more."""
        return self.status.startswith(SETTLED)

    @property
    def decision(self) -> str:
        """The office's words in 状态; empty while it is open."""
        return self.status.removeprefix(SETTLED).lstrip("：: ").rstrip("。") if self.settled else ""


class Tier(Written):
    """A step of an award: what it asks and what it pays."""

    condition: Rule
    payoff: Payoff
    group: str = ""


class Award(Dated):
    """One sum that one application can claim."""

    id: AwardId
    clause: ClauseId
    title: str = Field(alias="名称")
    payee: str = Field(alias="领取人")
    frequency: Frequency = Field(alias="频次")
    eligible: Rule = Field(alias="资格")
    tiers: tuple[Tier, ...] = Field(alias="分档", min_length=1)
    add_groups: Rule | None = Field(default=None, alias="分组相加")
    add_all: Rule | None = Field(default=None, alias="各档累加")
    cap: Money | None = Field(default=None, alias="上限")
    extra: str = Field(default="", alias="附带")
    referral: Flag = Field(default=False, alias="转介")
    basis: dict[str, Quote] = Field(alias="依据")


class Gate(Written):
    """What every award asks beside its own conditions, and the words that ask it."""

    eligible: Rule = Field(alias="资格")
    basis: dict[str, Quote] = Field(alias="依据")
    spares: Names = Field(default=(), alias="不管")
    """The awards that do not ask it."""


class Clause(Dated):
    """A numbered piece of the document."""

    id: ClauseId = Field(alias="编号")
    number: str = Field(alias="条款")
    title: str = Field(alias="标题")
    keywords: Names = Field(default=(), alias="关键词")
    quote: str = Field(alias="原文", min_length=1)
    plain: str = Field(alias="解读", min_length=1)
    unclear: Names = Field(default=(), alias="没写清")
    gate: Gate | None = Field(default=None, alias="共同条件")
    awards: dict[AwardId, Award] = Field(default_factory=dict, alias="奖项")


class Exclusion(Written):
    """Of several sides one may be claimed, or several awards share a ceiling; the words say so."""

    title: str = Field(alias="名称")
    clause: ClauseId = Field(alias="条款")
    quote: str = Field(alias="原文", min_length=1)
    when: Rule = Field(default=ALWAYS, alias="仅当")
    sides: tuple[Names, ...] = Field(default=(), alias="只能领一边")
    ceiling: Money | None = Field(default=None, alias="合计上限")
    awards: Names = Field(default=(), alias="奖项")
    """The awards under the ceiling; 全部 is written for every award of the policy."""


EVERY_AWARD = "全部"


class FaqKind(StrEnum):
    """What a question is after."""

    WHO = "谁能领"
    HOW_MUCH = "多少钱"
    TOGETHER = "同领"
    ENOUGH = "够不够"
    WHAT_IF = "假如"
    WHEN = "时间"
    TO_WHOM = "给谁"
    HOW_OFTEN = "几次"
    COUNTS = "算不算"
    CONTENT = "内容"
    APPLY = "申请"
    ASSESS = "测算"
    CHITCHAT = "闲聊"
    OUTSIDE = "无关"


class FaqStatus(StrEnum):
    """Whether an entry may be answered from."""

    REVIEWED = "已审"
    WAITING = "待审"


class Faq(Dated):
    """Questions that people ask, and the staff's answer."""

    kind: FaqKind = Field(alias="种类")
    see: Names = Field(alias="见")
    questions: tuple[str, ...] = Field(alias="问", min_length=1)
    answer: str = Field(alias="答", min_length=1)
    quote: str = Field(default="", alias="原文")
    status: FaqStatus = Field(default=FaqStatus.REVIEWED, alias="状态")
    drafted: str = Field(default="", alias="起草")
    """The day on which it was drafted, and by whom."""


class Example(Written):
    """A worked case with the right result; the check reckons it again."""

    title: str = Field(alias="名称")
    day: Day | None = Field(default=None, alias="日期")
    """The day on which it is reckoned; without one no date of the policy is looked at."""
    answers: dict[str, Said] = Field(alias="回答")
    readings: dict[str, str] = Field(default_factory=dict, alias="口径")
    expected: dict[str, str] = Field(alias="应得")
    total: str = Field(default="", alias="合计")


@dataclass(frozen=True)
class Policy:
    """Everything one knowledge folder says."""

    masthead: Masthead
    source: str
    clauses: Mapping[ClauseId, Clause]
    facts: Mapping[FactId, Fact]
    readings: Mapping[FactId, Reading]
    exclusions: tuple[Exclusion, ...]
    faqs: tuple[Faq, ...]
    wording: Wording
    examples: tuple[Example, ...]
    drafts: tuple[Faq, ...] = ()
    """Entries that wait for review: nothing is answered from them."""

    @cached_property
    def awards(self) -> dict[AwardId, Award]:
        """Every award, in the order of the document."""
        return {
            id: award for clause in self.clauses.values() for id, award in clause.awards.items()
        }

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What every award asks, in the order of the document."""
        return tuple(clause.gate for clause in self.clauses.values() if clause.gate)

    def clause_of(self, id: str) -> Clause:
        """The clause that an id of a clause or of one of its awards belongs to.

        Raises: KeyError.
        """
        clause = self.clauses.get(id)
        return clause if clause else self.clauses[self.awards[id].clause]

    def open_readings(self) -> dict[FactId, Reading]:
        """The readings that the department has not settled."""
        return {id: reading for id, reading in self.readings.items() if not reading.settled}

    def adopted_readings(self) -> dict[FactId, str]:
        """The option of each reading that stands for now."""
        return {id: reading.adopted for id, reading in self.readings.items()}
