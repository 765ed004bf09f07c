"""What a person wants of the talk: a command, a correction, a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from milu_bot.language.lacking import LACK
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import mentions
from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording

_EDGES = " \t\r\n。．.，,！!？?～~、；;：:…\"'“”‘’（）()"


_BEFORE = late_pattern(r"^(?:那么?|哦+|噢|嗯+|好[吧的]?|所以|请问|我要|我想|到底|哎|喂|[，,])+")
_AFTER = late_pattern(r"(?:吧|呢|啊|呀|咯|啦|哒|噻|哈|[?？!！。])+$")
"""What may stand before and after a command without changing it: 那一共多少呢."""


_RATHER = late_pattern(r"^(?:我|我们|咱们?|这个)?(?:其实|实际上?|准确说)(?=应?该?是|算)")


_WRONG = late_pattern(
    r"(?:[我那]|前面|刚才|刚刚|先前|上面|开始)*(?P<what>[\u4e00-\u9fff]{2,8}?)(?:[的是那这我]|那个|那里|那题)*"
    r"[讲说填答记搞写报弄]错[了哒]?[，,。；; ]*(?:应该|其实|实际)?(?:是|有|只有)?(?P<new>.+)"
)
"""前面交税的讲错了，是320万."""


class Command(StrEnum):
    """The commands, by the names that wording.yaml gives them."""

    START = "开始"
    ASSESS = "测算"
    ASSESS_THIS = "算这一项"
    BACK = "上一步"
    SKIP = "跳过"
    UNKNOWN = "不知道"
    WHY_ASK = "为什么问"
    RESTART = "重来"
    CANCEL = "取消"
    RESULT = "结果"
    PROGRESS = "进度"
    RESUME = "继续"
    CLAIMABLE = "能领的"
    NOT_CLAIMABLE = "不能领的"
    STILL_OPEN = "没定的"
    NEXT_TIERS = "差多少"
    READINGS = "其他口径"
    SOURCE = "原文"
    HELP = "帮助"
    FORGET = "忘记我"
    FAREWELL = "再见"
    TRUE = "真的吗"
    TOGETHER = "能一起领吗"
    BETTER = "哪个划算"
    KEPT_APART = "不能一起领的"
    MORE_OF_IT = "再说说"
    WHY = "为什么"
    THANKS = "谢谢"
    NO_HURRY = "慢慢来"
    PLAINLY = "讲简单点"
    TO_THE_CENT = "差一分也不行"
    HEARD = "晓得了"
    TOO_LITTLE = "太少了"


@dataclass(frozen=True, slots=True)
class Correction:
    """The person takes something back; `rest` is what follows the cue."""

    rest: str


def bare(text: str) -> str:
    """The words without punctuation at the edges, spaces and case."""
    return re.sub(r"\s+", "", clean(text)).strip(_EDGES).lower()


class Intents:
    """Tells commands, corrections and questions apart by the words of wording.yaml."""

    def __init__(self, wording: Wording) -> None:
        self._commands = {
            bare(phrase) or phrase: Command(name)
            for name, phrases in wording.commands.items()
            for phrase in phrases
        }
        self._corrections = sorted(wording.correcting, key=len, reverse=True)
        self._asking = wording.asking
        self._combining = wording.combining
        self._answers = {
            bare(w) for w in (*wording.yes, *wording.no, *wording.unknown, *wording.none_of_them)
        }

    def command(self, text: str) -> Command | None:
        """The command that the whole of these words is, if any."""
        words = bare(text)
        found = self._commands.get(words) or self._commands.get(
            _AFTER.sub("", _BEFORE.sub("", words))
        )
        last = re.split("[，,。；;]", words)[-1]
        if found is None and last != words and not mentions(words):
            after = self._commands.get(last)
            found = after if after is Command.PLAINLY else None  # 我不识字，你讲简单点
        return found

    def correction(self, text: str) -> Correction | None:
        """A correction, if the words begin with a cue for one."""
        words = clean(text).strip()
        for cue in self._corrections:
            if words.startswith(cue):
                return Correction(words.removeprefix(cue).strip(_EDGES))
        if late := _RATHER.match(words):
            return Correction(words[late.end() :].strip(_EDGES))
        if wrong := _WRONG.fullmatch(words):
            return Correction(wrong["what"] + wrong["new"].strip(_EDGES))
        return None

    def only_an_answer(self, text: str) -> bool:
        """Whether the words are a bare yes, no, I do not know or number, and no question of their own."""
        words = bare(text)
        if words in self._answers:
            return True
        found = mentions(words)
        whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(words)
        return whole and not LACK.match(words)

    def combines(self, text: str) -> bool:
        """Whether the words ask if several things go together."""
        return any(cue in text for cue in self._combining)

    def asks(self, text: str) -> bool:
        """Whether the words look like a question rather than an answer."""
        words = clean(text).replace("？", "?")
        return any(cue in words for cue in self._asking)
