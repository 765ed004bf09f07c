"""The card of a policy and people's words for it: policy.yaml and wording.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from milu_bot.written import ClauseId, Dated, Quote, Written

OPENING = "〔句首〕"
"""〔句首〕公司在 counts only where a part of what is said begins: 公司在园区."""
CLOSING = "〔句末〕"
"""〔句首〕天猫〔句末〕 counts only where that is the whole part."""


def _nothing(value: object) -> object:
    return None if value == "" else value


class Staffed(Written):
    """Something the office filled in by hand, with the date it was entered."""

    content: str = Field(alias="内容")
    entered: str = Field(alias="填写日期")


class NumberWithoutRule(Written):
    """A number of the document that no rule uses, and why."""

    number: str = Field(alias="数字")
    clause: ClauseId = Field(alias="条款")
    why: str = Field(alias="为什么")


class Masthead(Dated):
    """The card of the policy: policy.yaml."""

    id: str = Field(alias="编号")
    title: str = Field(alias="标题")
    number: str = Field(alias="文号")
    issuer: str = Field(alias="发文机关")
    issued: str = Field(alias="印发日期")
    place: str = Field(alias="地方")
    office: str = Field(alias="问谁")
    office_basis: Quote = Field(alias="问谁的依据")
    about: str = Field(alias="讲什么")
    bot: str = Field(alias="自称")
    """What the bot calls itself: 我是…的小助手."""
    sample_question: str = Field(alias="例问")
    sample_number: str = Field(alias="例条")
    validity: str = Field(alias="有效期说明")
    staffed: dict[
        Literal["电话", "地址", "办公时间", "现在是否有效", "网址"],
        Annotated[Staffed | None, BeforeValidator(_nothing)],
    ] = Field(alias="工作人员补充")
    without_rule: tuple[NumberWithoutRule, ...] = Field(alias="没有规则的数字")
    hard_words: tuple[str, ...] = Field(default=(), alias="难懂的词")
    """Official words; the first question of ours that uses one explains it."""
    private_words: tuple[str, ...] = Field(default=(), alias="要保密的词")
    """A fact that has one of these in its name is kept out of the log."""


class Wording(Written):
    """People's words: what is said alike, and what means yes, no or I do not know."""

    synonyms: dict[str, tuple[str, ...]] = Field(alias="同义")
    fillers: tuple[str, ...] = Field(alias="虚词")
    yes: tuple[str, ...] = Field(alias="是")
    no: tuple[str, ...] = Field(alias="否")
    unknown: tuple[str, ...] = Field(alias="不知道")
    none_of_them: tuple[str, ...] = Field(alias="都没有")
    commands: dict[str, tuple[str, ...]] = Field(alias="口令")
    elsewhere: tuple[str, ...] = Field(alias="别处")
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="词组")
    """Words of one kind; facts.yaml names them as 〔平台〕."""
    asking: tuple[str, ...] = Field(alias="疑问")
    correcting: tuple[str, ...] = Field(alias="更正")
    combining: tuple[str, ...] = Field(alias="同领")

    @property
    def word_groups(self) -> dict[str, tuple[str, ...]]:
        """All groups that facts.yaml may name, 别处 among them."""
        return {"别处": self.elsewhere, **self.groups}
