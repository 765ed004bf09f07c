"""Which stretches of a message tell what is so with the speaker: not supposed, not planned, not of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PARTS = re.compile(r"[^，,。；;！!？?：:\n]+[，,。；;！!？?：:\n]?")
_STOP = "。；;！!？?\n"
_ASIDE = r"(?:问|请教|咨询|了解|知道|晓得|打听|搞清|查|看|算)"
_PLANNED = re.compile(
    r"打算|准备|计划|将来|以后|明年|后年|下一?步|希望|争取|目标|预计|预期|即将|快要|马上要"
    rf"|想(?!{_ASIDE})|是不是要|是不是必须|要不要|必须|一定要|需不需要|需要几|非要|怎么[才]?能|怎样才|看中|看上|在谈|还没签|想租"
)
_PLAN_BEFORE, _PLAN_AFTER = 8, 5
"""How far a plan may stand before the words it speaks of, and after them. Units: characters."""
_SUPPOSED = re.compile(
    r"如果|要是|假如|假设|假使|若是|倘若|(?<![0-9零一二两三四五六七八九十百千几])万一|比如说?|比方|譬如|换成|想(?:办|开|搞|做|建|注册|成立)一?[个家所]"
)
_REAL = re.compile(r"现在|目前|眼下|去年|今年|实际|已经|真的|我们是|我是")
_KIN = (
    r"(?:朋友|[表堂][哥弟姐妹]|老表|侄[女子]|外甥|同学|邻居|邻[家村]|隔壁|亲戚|熟人|老乡|同行|战友|客户|同事"
    r"|大伯|伯[父母伯]|[叔姨姑舅嫂哥姐弟妹]|老[公婆爸妈爹娘]|爱人|丈夫|妻子|堂客|婆娘|爸|妈|爹|娘|父亲|母亲|爷爷|奶奶|[外公家]公(?!司)|[外婆]婆"
    r"|岳[父母]|儿子|女儿|儿媳|媳妇|崽|伢|孙|女婿|老头|老倌|屋里人)"
)
_BEHALF = re.compile(
    rf"^(?:你好|您好|同志|老师|请问|我想|我是|我|[，, ])*(?:替|帮|给|代)(?:[我俺咱]们?)?(?:家|屋里|的|个|一位)*"
    rf"(?:{_KIN}|老板|村[里民]\w{{0,4}}?|别人|人家)(?:[问打咨]|来问)(?:听|询)?(?:的|一?[下声]子?|问|咯)?[，,。：: ]*"
)
_BEHALF_AFTER = re.compile(
    r"[，,。 ]*(?:我|我是|是|想)?(?:来)?(?:替|帮|代|给)(?:他|她|它|人家|别人|我?"
    rf"{_KIN})们?(?:来)?(?:问|打听|咨询)(?:的|一?[下声]|一下子|问|咯|哈|看)*"
)
"""我崽想开个店，替他问一下有补贴没."""
_OTHERS = (
    rf"(?:[我俺咱]们?|有)[的个位家]{{0,2}}{_KIN}|(?:替|帮|给|有[个位家]){_KIN}|隔壁|邻居|别人|别家|(?<!农)人家|同行"
    r"|(?:我|^)[^，我]{0,6}在[^，我]{0,5}(?:做事|打工|做工|帮忙|当保安|扫地)|我[^，我]{0,4}在[^，我]{0,5}上班"
    r"|(?:给|帮|替)[^，我]{1,8}(?:打工|做事|做工|上班|干活)"
    r"|扶贫干部|驻村|第一书记|结对|帮扶|村[主支][任书]"
    r"|(?<![给和跟对])(?:他们|她们|(?<![其吉])他(?![乡国们])|她(?!们))|听说|据说|有人|某[个家]|人家|那[个家](?:厂|公司|企业|店|站|单位)"
    rf"|{_KIN}(?:的|他|她)?(?:公司|厂|单位|企业|店|[^，]店|服务站|合作社)"
    r"|(?<![是在])(?:(?:[本全各]|我们?)[镇乡]|[镇乡村县][里内上])的?(?:企业|老板|厂家)"
    r"|(?<=[镇村乡区县市里内上])[还也]?有(?:一?[家个户些几名位]|[0-9一两二三四五六七八九十]+[家个户名位])?"
    r"[^，我]{0,6}?(?:企业|公司|户|店|合作社|老板|站|年轻人)"
)
_SELF = re.compile(
    rf"(?:我|俺|咱|本(?=公司|企业|人|店|社|站|厂|镇|乡)|自己)(?!们?[的个位家]{{0,2}}{_KIN})"
)
_RULE = r"文件|政策|规定|标准|门槛|要求|条件|里面?[说写]|上面?[说写]|第[0-9一二三四五六七八九十]+[项条款]"
_MARK = re.compile(rf"(?P<others>{_OTHERS})|(?P<self>{_SELF.pattern})|(?P<rule>{_RULE})")
_ASKED = re.compile(
    r"(?:吗|么|不|没|冇|没有|冇得|不啰|不咯)$|([\u4e00-\u9fff])不\1|有没有|有冇有?|算不算|能不能|要不要|行不行|可不可以|够不够"
    r"|是否|会不会|多少|好多|几多|怎么|哪|什么|么子|[？?]$"
)
_OTHERS_WANTED = r"(?:有没有|有冇得?|还有)(?:什么|么子|哪些)?(?:别的|其他|其它)|(?:别的|其他|其它)(?:奖|补贴|政策|钱)"
_QUESTION_TAIL = re.compile(
    r"(?:[还也]?(?:能|可以|会)?(?:行不行|可不可以|可以|能不能|要得不|要得|能|行|有)(?:[领拿得享]|有奖|补贴|奖)*(?:吗|么|不|呢)?)[?？。!！]*$"
)
_SUM_WANTED = re.compile(
    r"(?:拿|领|得|享|补|奖|搞)(?:到|得到)?[^，。？?]{0,5}(?:多少|好多|几多|哪些|什么|么子)|(?:多少|好多|几多)(?:钱|奖|补贴)"
    r"|有[没冇莫](?:得|有)?[^，。]{0,3}(?:钱|奖|补|政策)|能不能[拿领享]|能[拿领][^，。]{0,3}[吗不么]|(?:什么|么子|哪些|哪个|哪样|哪几个)(?:奖|补贴|政策|优惠|好处)"
    rf"|{_OTHERS_WANTED}"
)
_TOTAL_ASKED = re.compile(
    r"(?:那么?|所以|请问|我们?|俺|咱|现在|目前|到底|究竟|总共|一共|合计|最后|最多|大概|能|可以|会|就|到手|[，, ])*"
    r"(?:拿|领|得|补|享受|给|奖)(?:得?到)?(?:[了个])?(?:多少|好多|几多)(?:钱|元|块|块钱)?[呢啊呀咯哒吧了?？。！! ]*"
)
_SHORT = re.compile(
    r"第[二三四五六七八九十]年|日均|每[天日周月]|[一单当那]天|单日|每个月|月均|月[销入]|[一几两二三四五六七八九十0-9]个多?月|[上这本下]个?月|个把月"
    r"|(?<![0-9])1?[0-9]月份?(?![0-9])|[一二三四五六七八九十]月份|季度|半年|到年底|到现在|到目前|截[至止]|双十[一二]|双1[12]|(?<![0-9])618(?![0-9])|年货节|一场|一[周晚]"
    r"|(?<![以之])前年"
)
_LONG = re.compile(
    r"(?<![第0-9])[两二三四五六七八九十几2-9]年(?!以上|[多来]?前|合同|级)|累计|历年|至今|以来|这些年"
)
_TOTAL = re.compile(r"一共|总共|合计|总计|加起来|加在一起|共")
_CORRECTS = re.compile(
    r"^(?:[哦喔啊呃哎噢]|等等)?[，,]?(?:不对|不是(?!.*不)|说错|讲错|错了|其实是|准确说|更正|哦不|啊不|不不)"
)
_REFINES = re.compile(
    r"^(?:[哦喔啊呃哎噢]|但|那|就)?(?:其实|实际|准确|精确|确切|具体|严格|真实|应该|应当|说准|算准)(?:[点地上]|一点)?(?:来?[说讲])?"
    r"(?:应该|应当|就|只|共|一共|总共)?[是有为达到]{0,2}"
)
"""准确说是326万 says again, and better, what was said just before."""
_INSTEAD = re.compile(r"^(?:而|应该?|其实|实际上?)?是")
"""不是招90，是190."""
_UNDONE = re.compile(
    r"^(?:不过|但是?)?(?:都|全|全部|主要)?(?:是|在|靠)(?:线下|批发|门店|实体店|赶集|摆摊|集市|乡里|街上)"
)
_COMPARED = re.compile(
    r"比[^，]{1,8}?[多少增涨高低减]|增加|增长|多[卖交缴招]了?|少[卖交缴招]了?|(?<!相)差(?!不多|额)|[涨减]了|提高了|减少|下降"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch, `text` from `start` on. `planned` is where a plan or a demand is spoken of."""

    start: int
    text: str
    planned: tuple[re.Match[str], ...]
    asked: bool
    long: bool
    """Whether a total over several years may be meant."""
    corrects: bool = False
    """Whether it takes back what was said just before: 不对，是320万."""
    refines: bool = False
    """Whether it says the number before again, more exactly: 准确说是326万."""
    instead: bool = False
    """Whether it may say what is so in place of what was just denied: 是190."""
    undoes: bool = False
    """Whether it says that the number before is of another trade: 都是线下卖的."""

    @property
    def end(self) -> int:
        """Where it ends in the message."""
        return self.start + len(self.text)

    def plans(self, start: int, end: int, words: str) -> bool:
        """Whether the words that stand there are only planned; 准备上市 names its own plan."""
        return any(
            plan.group() not in words
            and start - plan.end() <= _PLAN_BEFORE
            and plan.start() - end <= _PLAN_AFTER
            for plan in self.planned
        )

    def other_period(self, named: Sequence[tuple[int, int, str]], *, money: bool) -> bool:
        """Whether a number is told for another time than a year, not by the words that name the numbers."""

        def outside(period: re.Match[str]) -> bool:
            return not any(
                start <= period.start() < end and period.group() in words
                for start, end, words in named
            )

        found = any(outside(period) for period in _SHORT.finditer(self.text))
        if found or not money:
            return found
        return self.long or any(outside(period) for period in _LONG.finditer(self.text))

    def compared(self, at: int) -> bool:
        """Whether the number that begins here is a difference: 比去年多卖了50万."""
        return _COMPARED.search(self.text, 0, at) is not None


def asks_something(words: str) -> bool:
    """Whether any part of it has the form of a question."""
    parts = (part.group().rstrip("，,。；;！!：: ") for part in _PARTS.finditer(words))
    return any(_ASKED.search(part) for part in parts)


def without_the_question(words: str) -> str:
    """注册在别处行不行 -> 注册在别处."""
    return _QUESTION_TAIL.sub("", words)


def speaks_of_self(words: str) -> bool:
    """Whether the speaker is spoken of."""
    return _SELF.search(words) is not None


def wants_others(words: str) -> bool:
    """Whether it asks what else there is: 有没有别的."""
    return re.search(_OTHERS_WANTED, words) is not None


def wants_a_sum(words: str) -> bool:
    """Whether it asks what one can get at all: 能拿好多, 有冇得钱."""
    return _SUM_WANTED.search(words) is not None


def asks_the_total(words: str) -> bool:
    """Whether it asks what one gets by what was told, and nothing else: 我到底能拿几多."""
    return _TOTAL_ASKED.fullmatch(words) is not None


def on_behalf(words: str) -> tuple[bool, str]:
    """替我妈问，她开了店 -> 我开了店: whether it is asked for somebody else, and it in his own words."""
    if match := _BEHALF.match(words):
        rest = words[match.end() :]
    elif match := _BEHALF_AFTER.search(words):
        rest = f"{words[: match.start()]}，{words[match.end() :]}".strip("，, ")
        rest = re.sub(rf"^(?:我|我们|俺)?(?:家|屋里)?的?{_KIN}", "我", rest)
    else:
        return False, words
    rest = re.sub(r"她|他|它", "我", rest)
    rest = re.sub(rf"我的?{_KIN}(?![的开有])", "我", rest)
    return True, rest


def stretches(words: str) -> Iterator[Stretch]:
    """The stretches that tell of the speaker as things are, in order."""
    others = supposed = several_years = False
    for part in _PARTS.finditer(words):
        text = part.group()
        if _SUPPOSED.search(text):
            supposed = True
        elif supposed and _REAL.search(text):
            supposed = False
        asked = _ASKED.search(text.rstrip("，,。；;！!：:？? ")) is not None or text.endswith(
            ("?", "？")
        )
        long = several_years and _TOTAL.search(text) is not None
        pieces, others = _own(text, others)
        if not supposed:
            for start, end in pieces:
                piece = text[start:end]
                yield Stretch(
                    part.start() + start,
                    piece,
                    tuple(_PLANNED.finditer(piece)),
                    asked,
                    long,
                    corrects=start == 0 and _CORRECTS.match(piece) is not None,
                    refines=start == 0 and _REFINES.match(piece) is not None,
                    instead=start == 0 and _INSTEAD.match(piece) is not None,
                    undoes=start == 0 and _UNDONE.match(piece) is not None,
                )
        several_years = _LONG.search(text) is not None
        if text[-1] in _STOP or re.search(r"[呢吗么][，,]?$", text):
            supposed = False


def _own(text: str, others: bool) -> tuple[list[tuple[int, int]], bool]:
    """Where a part speaks of the speaker; whether it ends speaking of somebody else.

    What the document says is nobody's, but only to the end of its part.
    """
    pieces: list[tuple[int, int]] = []
    since, mine = 0, not others
    for mark in _MARK.finditer(text):
        own = mark["self"] is not None
        if own and not mine:
            since = mark.start()
        elif not own and mine:
            pieces.append((since, mark.start()))
        mine = own
        others = bool(mark["others"]) if not mark["rule"] else others
    if mine:
        pieces.append((since, len(text)))
    return [(start, end) for start, end in pieces if start < end], others
