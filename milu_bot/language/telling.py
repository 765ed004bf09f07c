"""Which stretches of a message tell what is so with the speaker: not supposed, not planned, not of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milu_bot.language.whose import HIRED, pieces
from milu_bot.late_pattern import late_pattern

_PARTS = late_pattern(r"[^，,。；;！!？?：:\n]+[，,。；;！!？?：:\n]?")
_FIGURES = "0-9一二两三四五六七八九十百千万亿"
_NUMBER = rf"(?:(?<=[{_FIGURES}][万亿元块个人家单笔件吨次名])|(?<=[{_FIGURES}]人次)|(?<=[0-9一二三四五六七八九]))"
"""Behind a number."""
_SEAM = late_pattern(
    r"(?<=[^，,。；;！!？?：:\n不哦喔啊呃哎噢])(?=(?:[哦喔啊呃哎噢]不是?|不对|不不|[说讲记]错了|更正一下)(?:是|应该|应当|其实|准确|，|,))"
    rf"|{_NUMBER}(?=[哦喔啊呃哎呀噢]{{0,2}}(?:不对|不是?(?=[0-9一二两三四五六七八九])|不止|更正|[说讲记搞看弄写报]错|(?:刚才)?[说讲记搞弄]反|等一?下|我再想想))"
    rf"|{_NUMBER}(?= ?(?:有|是|达到?|具体(?:数字?)?是?|准确(?:[说讲])?是?) ?[0-9一二两三四五六七八九])"
    rf"|{_NUMBER}(?=(?:一共|总共|拢共|合计|加起来)[^，,]{{0,6}}[0-9一二两三四五六七八九])"
    r"|(?<=[0-9一二两三四五六七八九十][单个家人笔件])(?=[0-9一二两三四五六七八九][单个家人笔件])"
    r"|(?<=想想|查查|错了)(?=(?:可能|应该|也许)?是?[0-9一二两三四五六七八九])|(?<=[了过])(?=另外[0-9一二两三四五六七八九])"
    rf"|{_NUMBER}(?=(?:[以之]前|往年|前几年|具体|更正|[那这](?:还|都|些)?(?:只|是|算)|[都全](?:是|算)|里面|里头|其中|另外|还有|不过|但是?|实际|真正|之前|又|也有)[^，,]{{2,}})"
    r"|(?<=[万亿元块个人家单笔件吨次名])(?=(?:应该|其实|实际|准确)(?:[说讲]|上)?(?:应该)?是)"
    r"|(?<=[万亿元块个人家单笔件吨次名])(?=[去今前]年[^，,]{0,6}[0-9一二两三四五六七八九])"
    r"|(?<=、)(?=(?:(?:19|20)[0-9]{2}|1[0-9])年[^、]*[0-9])"
    r"|(?<=[^，,。；;！!？?：:\n])(?=(?:那|这)[个些]?(?:都|全)?是(?:别个|别人|人家|他们|她们|他的|老板|隔壁)|(?:都|也)?(?:不是|不关|不算|冇算)(?:我|我们|咱|我的|我自己|我们的|我卖的)[^，,]{0,3}$)"
)
"""卖了十五万不对是十六万: a slip of the tongue is taken back without a pause."""
_LONG_SEAM = late_pattern(
    rf"{_SEAM.pattern}|(?<=[^，,。；;！!？?：:\n我])(?=我想(?!起)|想问|请问|我?不晓得|我?不知道|你们)"
)
"""Who speaks into the telephone makes no pauses; what he asks begins with words of its own."""
_BREATH = 40
"""Units: characters."""
_STOP = "。；;！!？?\n"
_ASIDE = r"(?:问|请教|咨询|了解|知道|晓得|打听|搞清|查|看|算)"
_PLANNED = late_pattern(
    r"打算|准备|计划|预算|考虑|有意向?|意向|筹划|筹建|规划|琢磨|洽谈|酝酿|将来|以后|明年|后年|下一?步|希望|争取|力争|目标|年底[之以]?前|月底前|到时候|届时|下个?月|今后|(?<!虚)拟(?![定订])|[说讲]好|预计|预期|即将|快要|马上要"
    rf"|想(?!{_ASIDE})|是不是要|是不是必须|要不要|本来[要想能可]|原计划|原本[要想]|原先[要想]|必须|一定要|需不需要|需要几|非要|怎么[才]?能|怎样才|看中|看上|在谈|谈[好妥拢]|还没签|想租"
)
_PLAN_BEFORE, _PLAN_AFTER = 8, 5
"""How far a plan may stand before the words it speaks of, and after them. Units: characters."""
_FURTHER = late_pattern(
    "(?:再|然后|并|还要|顺便)+[招请投建卖买开做进入搬上办](?!.*[了过])|到时候?|届时"
)
_WANT = late_pattern("[要需缺]")
_PLANS_ON = late_pattern(
    "(?:打算|准备|计划|明年|后年|目标|预计|争取|力争|下个?月)[^，]*[0-9一二两三四五六七八九十百]|^(?:我|我们|俺|就|正)*(?:打算|准备|计划|想)(?![问晓知了看]|上市)[^了]*$"
)
_AS_IT_IS = late_pattern("[了过已有是在我本没冇不]|现在|目前|去年|今年|上年")
_SUPPOSED = late_pattern(
    r"如果|要是|要不是|若不是|早知道?|除非|但凡|哪怕|就算|即使|假如|假设|假使|若是|倘若|(?<![0-9零一二两三四五六七八九十百千几])万一|比如说?|比方|譬如|换成|想(?:办|开|搞|做|建|注册|成立)一?[个家所]"
)
_REAL = late_pattern(r"现在|目前|眼下|去年|今年|实际|已经|真的|我们是|我是")
_ASKED = late_pattern(
    r"(?:吗|么|不啰|不咯|(?<![也都们我])(?:不|没|冇|没有|冇得))$|([\u4e00-\u9fff])不\1|有没有|有冇有?|算不算|能不能|要不要|行不行|可不可以|够不够"
    r"|[是给][^，,]{1,8}还是[^，,]{1,8}$|是否|会不会|多少|好多|几多|怎么|(?<![没冇]有)哪(?!里都)|什么|么子|[？?]$"
)
_OTHERS_WANTED = r"(?:有没有|有冇得?|还有)(?:什么|么子|哪些)?(?:别的|其他|其它)|(?:别的|其他|其它)(?:奖|补贴|政策|钱)"
_QUESTION_TAIL = late_pattern(
    r"(?:[还也]?(?:能|可以|会)?(?:行不行|可不可以|可以|能不能|要得不|要得|能|行|有)(?:[领拿得享]|有奖|补贴|奖)*(?:吗|么|不|呢)?)[?？。!！]*$"
)
_SUM_WANTED = late_pattern(
    r"(?:拿|领|得|享|补|奖|搞)(?:到|得到)?[^，。？?]{0,5}(?:多少|好多|几多|哪些|什么|么子)|(?:多少|好多|几多)(?:钱|奖|补贴)"
    r"|有[没冇莫](?:得|有)?[^，。]{0,3}(?:钱|奖|补|政策)|能不能[拿领享]|能[拿领][^，。]{0,3}[吗不么]|(?:什么|么子|哪些|哪个|哪样|哪几个)(?:奖|补贴|政策|优惠|好处)"
    rf"|{_OTHERS_WANTED}"
)
_TOTAL_ASKED = late_pattern(
    r"(?:那么?|所以|请问|我们?|俺|咱|现在|目前|到底|究竟|总共|一共|合计|最后|最多|大概|能|可以|会|就|到手|[，, ])*"
    r"(?:拿|领|得|补|享受|给|奖)(?:得?到)?(?:[了个])?(?:多少|好多|几多)(?:钱|元|块|块钱)?[呢啊呀咯哒吧了?？。！! ]*"
)
_SHORT = late_pattern(
    r"第[二三四五六七八九十]年|[去前]年[和跟加与同][今去]年|(?:原来|原先|原本|起先|起初)(?=有|是|只|[0-9一二两三四五六七八九十])|日均|(?:那|这|前后)[0-9一二两三四五六七八九十几]+天|每[天日周月]|[一单当那]天|单日|每个月|月均|月[销入]|[一几两二三四五六七八九十0-9]个多?月|[上这本下]个?月|个把月"
    r"|(?<![0-9])1?[0-9]月份?(?![0-9])|[一二三四五六七八九十]月[份底初]|季度|[春夏秋冬][季天]|半年|到年底|到现在|到目前|截[至止]|双十[一二]|双1[12]|(?<![0-9])618(?![0-9.,万千百亿元块笔单人个名位家件吨户次])|年货节|一场|一[周晚]"
    r"|[0-9一二三四五六七八九十][月份]{0,2}[到至~-][0-9一二三四五六七八九十]{1,2}月|(?<![以之])前年|[两二三四五六七八九十几好][多来]?年[以之]?前|(?:[^最高好多的，]|^)那[一]?年|[前早]几年|前些年|(?:以前|过去(?!的?一年)|曾经|从前|早年|当年(?!新)|历史上|那时|那会|那阵|当时)(?!最)|最[多高好]的?[一那]年"
)
_LONG = late_pattern(
    r"(?<![第0-9])[两二三四五六七八九十几2-9]年(?!以上|[多来]?前|合同|级)|累计|历年|至今|以来|这些年"
)
_TO_DATE = late_pattern("到现在|到目前|截[至止]")
_UNTIL = late_pattern("^(?!.*从).*[到至止]$")
"""到十月底累计 tells a total; 从三月到十月 a part."""
_TOTAL = late_pattern(r"一共|总共|合计|总计|加起来|加在一起|合起来|共")
_CORRECTS = late_pattern(
    r"^(?:[哦喔啊呃哎噢]|等等)?[，,]?(?:不对|不(?=[0-9一二两三四五六七八九])|不是(?:[，,。！!]?$|(?!.*不).*[0-9一二两三四五六七八九十百千万])|其实是|准确说|[哦啊]?不不|[哦啊]?不[，,。！!]?$|[哦啊]?不止[，,。！!]?$)"
    r"|^[^，0-9]{0,6}(?:[说讲记看搞弄写打报填输]错|(?<!不)错了|口误|笔误|更正|纠正)"
)
_REFINES = late_pattern(
    r"^(?:[哦喔啊呃哎噢]|但|那|就)?(?:其实|实际|准确|准数|实数|精确|确切|具体|严格|真实|应该|应当|说准|算准)(?:[点地上]|一点)?(?:来?[说讲])?(?:数字?|金额)?"
    r"(?:应该|应当|就|只|共|一共|总共)?[是有为达到]{0,2}"
)
"""准确说是326万 says again, and better, what was said just before."""
_INSTEAD = late_pattern(r"^(?:而|应该?|其实|实际上?)?是")
"""不是招90，是190."""
_UNDONE = late_pattern(
    r"^(?:不过|但是?)?(?:都|全|全部|主要|[一大]半|大部分|多数)?(?:是|在|靠)(?:线下|批发|门店|实体店|赶集|摆摊|集市|乡里|街上)"
    r"|^(?:不过|但是?)?(?:线下|批发|门店|实体店)(?:[就也]?占|的?有)(?:了|到)?(?:一|大|多|[二三四五六七八九十])[半成部]"
    r"|^(?:那|这)?[都全]?(?:是)?(?:没有的事|没这回事|没那回事|不可能的|假的|骗人|吹[的牛]|乱讲|乱说|瞎[说讲]|开玩笑)"
    r"|^(?:不过|但是?|可)(?:[也还]?(?:不是|没有?)(?:全部|全|都|所有|每)|只有?[^，]{0,2}(?:部分|一半|几个))"
    r"|^(?:但|不过|可)?[还都一直也]{0,2}[没冇未]有?(?:批|下来|通过|办[好下]|拿到|弄好|搞好|公示)"
    r"|^(?:但|不过|可)?(?:还|都)?(?:[没冇未]有?(?:定|落实|敲定|签[字约下]|签协议|到位|交接|落地|开工|动工|开业|启动|开始)|在谈|在等)"
    r"|^(?:都|全|全部|也)?(?:租|包|转|借|让|给)(?:出去|给)(?:了)?(?:别|人|他|她|其|外)|^(?:这|那)?(?:跟|和|与|不关|不算)我们?[^，]{0,4}(?:没关系|没有关系|无关|的事|没关|的$)"
    r"|^(?:还有|另外|其余|剩下?的?|其[他它])[^，]{0,8}[没冇未不]"
    r"|^(?:今年|后来|现在|如今|最后|结果|但|不过|可|我们?)*(?:又|已经?|都)*(?:搬[出走]|退[出了租]|关[了掉门]|不[做搞开][了]|停[了业工用]|撤[了出]|注销|倒闭|转[让给]|取消|[脱摘][了掉]?帽)"
    r"|^(?:但|可|不过|我们?|后来|最后|结果)*[没冇未不](?:有)?(?:同意|答应|去成?|搞成?|做成|弄成?|谈成|成|参加|接|干|租|买|签|办|入驻)[了过]?[，,。；;！!]*$"
    r"|^(?:不过|但)?[那这](?:还|都|也)?(?:仅仅|只|仅|光|单)[是算](?!我)"
    r"|^不过(?:那|这)?(?:只|就)?是[^0-9，,]{2,8}[，,。；;！!]*$|^我们?(?:这边)?(?:只是|只|就是)(?:租|借|代|帮|用)|^(?:要|得)?(?:满|超过?|买)[^，,]{1,8}才"
    r"|^(?:[今去]年|后来|现在|如今|但|不过|可|我们?)*(?:又|已经?|都|就)*[没冇未]有?续"
    r"|^(?:是|都是)?(?:我们?)?(?:[两三四五六七八九十几0-9]+[个家年](?:公司|厂|店|站)?|跟[^，]{1,4}|大家|一起)(?:合[伙买股资用]|加起|加一)"
    r"|^(?:不过|但)?[那这][个些]?(?:都|全)?是(?:别个|别人|人家|他们|她们|他的|老板|隔壁)|^(?:都|也)?(?:不是|不关|不算|冇算)(?:我|咱)们?(?:自己)?[的卖搞做弄]{0,2}[，,。；;！!]*$"
)
_COMPARED = late_pattern(
    r"比[^，]{1,8}?[多少增涨高低减]|增加|增长|(?<![顶最至差])多[卖交缴招]了?|(?<![至最])少[卖交缴招]了?|(?<!相)差(?!不多|额)|[涨减]了|提高了|减少|下降"
)


_WISHED = late_pattern("想|打算|准备|计划|希望|愿意")


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
    """Whether it says that the number before is of another trade, or no fact: 都是线下卖的, 那是吹的."""
    to_come: bool = False
    """Whether the part before it told a plan, and it goes on with that."""
    cut: bool = False
    """Whether the part goes on with somebody else: 在城里 | 我表妹的店."""
    mine: bool = True
    """Whether it is the speaker of whom it tells; what it tells of others is only held against his own."""

    @property
    def end(self) -> int:
        """Where it ends in the message."""
        return self.start + len(self.text)

    @property
    def wishes(self) -> bool:
        """Whether it tells what somebody wants or plans, wherever that is said: 毕业想回来开店."""
        return bool(self.planned) or self.to_come or _WISHED.search(self.text) is not None

    def before(self, at: int) -> str:
        """What stands in it before this place of the message."""
        return self.text[: at - self.start]

    def plans(self, start: int, end: int, words: str) -> bool:
        """Whether the words that stand there are only planned; 准备上市 names its own plan."""
        return (self.to_come and not _WANT.match(words)) or any(
            plan.group() not in words
            and not (start <= plan.start() and plan.end() <= end and _PLANNED.match(words))
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

    def to_date(self) -> bool:
        """Whether it tells how things stand by now: 到现在招了30个 and 到现在网上卖了100万."""
        periods = list(_SHORT.finditer(self.text))
        return bool(periods) and all(
            _TO_DATE.match(period.group()) or _UNTIL.search(self.text, 0, period.start())
            for period in periods
        )

    def compared(self, at: int) -> bool:
        """Whether the number that begins here is a difference: 比去年多卖了50万."""
        return _COMPARED.search(self.text, 0, at) is not None


def of_another_period(words: str, at: int, name: str) -> bool:
    """Whether the number that begins here is told for a day, a month or some years; not by the name of its fact."""
    part = next((text for start, text in _parts(words) if start <= at < start + len(text)), "")
    return any(
        period.group() not in name
        for pattern in (_SHORT, _LONG)
        for period in pattern.finditer(part)
    )


def asks_something(words: str) -> bool:
    """Whether any part of it has the form of a question."""
    parts = (part.group().rstrip("，,。；;！!：: ") for part in _PARTS.finditer(words))
    return any(_ASKED.search(part) for part in parts)


def without_the_question(words: str) -> str:
    """注册在别处行不行 -> 注册在别处."""
    return _QUESTION_TAIL.sub("", words)


def refinement(words: str) -> int:
    """Where the number may begin in words that say one again: 准确说是|326万."""
    match = _REFINES.match(words)
    return match.end() if match else 0


def wants_others(words: str) -> bool:
    """Whether it asks what else there is: 有没有别的."""
    return re.search(_OTHERS_WANTED, words) is not None


def wants_a_sum(words: str) -> bool:
    """Whether it asks what one can get at all: 能拿好多, 有冇得钱."""
    return _SUM_WANTED.search(words) is not None


def asks_the_total(words: str) -> bool:
    """Whether it asks what one gets by what was told, and nothing else: 我到底能拿几多."""
    return _TOTAL_ASKED.fullmatch(words) is not None


def stretches(words: str) -> Iterator[Stretch]:
    """The stretches that tell of the speaker as things are, in order."""
    others = supposed = several_years = planned = False
    hired = HIRED.search(words) is not None
    for at, text in _parts(words):
        if _SUPPOSED.search(text):
            supposed = True
        elif supposed and _REAL.search(text):
            supposed = False
        asked = _ASKED.search(text.rstrip("，,。；;！!：:？? ")) is not None or text.endswith(
            ("?", "？")
        )
        long = several_years and _TOTAL.search(text) is not None
        found, others = pieces(text, others, hired=hired)
        to_come = _goes_on(planned, text)
        planned = to_come or _PLANS_ON.search(text) is not None
        if not supposed:
            for start, end, mine in found:
                piece = text[start:end]
                yield Stretch(
                    at + start,
                    piece,
                    tuple(_PLANNED.finditer(piece)),
                    asked,
                    long,
                    corrects=start == 0 and _CORRECTS.match(piece) is not None,
                    refines=start == 0 and _REFINES.match(piece) is not None,
                    instead=start == 0 and _INSTEAD.match(piece) is not None,
                    undoes=start == 0 and _UNDONE.match(text) is not None,
                    to_come=to_come,
                    cut=mine and end < len(text),
                    mine=mine,
                )
        several_years = _LONG.search(text) is not None
        if text[-1] in _STOP or re.search(r"[呢吗么][，,]?$", text):
            supposed = planned = False


def _parts(words: str) -> Iterator[tuple[int, str]]:
    """The parts between pauses, each with where it begins."""
    for part in _PARTS.finditer(words):
        at = part.start()
        seam = _SEAM if len(part.group()) < _BREATH else _LONG_SEAM
        for text in seam.split(part.group()):
            yield at, text
            at += len(text)


def _goes_on(planned: bool, text: str) -> bool:
    """Whether a part goes on with the plan before it: 明年招150人，残疾人20个; 打算进园区，再招100人."""
    return _FURTHER.match(text) is not None or (planned and not _AS_IT_IS.search(text))
