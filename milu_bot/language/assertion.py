"""Whether words that name a state tell it of the speaker, deny it, or only ask about it."""

from __future__ import annotations

from milu_bot.language.cue import Sighting
from milu_bot.language.numerals import Mention
from milu_bot.language.telling import Stretch
from milu_bot.late_pattern import late_pattern

_VERB = "[在有得是能做开办搞进入去到算招签交缴买评上拿了过再曾加需要用想属打]{0,2}"
_DENIED_BEFORE = late_pattern(rf"(?:不(?!过)|没|冇|未|非|莫)(?:有|得)?{_VERB}$")
_DENIED_AFTER = late_pattern(
    r"^是(?:无|否|没有?|未|不是)$|^[我们都也还一个样]*(?:没(?![几两一二三]|有?(?:生意|出单|成交|单|流量|人|货))|冇|不|未).{0,2}$"
)
_DENIAL = late_pattern(r"[没冇未]|非(?![常遗])|不(?!收|要钱|花钱)")
"""不收费 says what one gets."""
_NOT_DONE = late_pattern(r"[都也还一个样分]*(?:没|未)")
_NOT_SO_MUCH = late_pattern("[都也还]?[没未][^，]{0,3}(?:[这那]么?多|多少|好多|几[个多])")
"""税没交得这多 is some."""
_DENIED_TWICE = late_pattern(
    r"(?:不是|并非|不能说)[^，]{0,2}(?:不|没|冇|未)[^，]{0,3}$|[没冇](?:有|得)*(?:一|哪|任何|谁)[^，]{0,5}$"
)
_TWICE = late_pattern("不是[^，]*[没冇未不]")
_BY_OTHERS = late_pattern("外包|委托|[找请让]人|别人|人家|买来")
_ASKING_BEFORE = late_pattern(
    r"(?:是不是|有没有|有冇有?|要不要|算不算|能不能|可不可以|是否|怎么|如何|哪些|什么|么子|才)[^，。]{0,4}$"
)
_ASKING_AFTER = late_pattern(
    r"[里面内的了也就会这个还那]*(?:要不要|要紧|有没有[关影要]|行不|行吗|可不可以|可以[吗么不]|算不算|算[吗么不]|能不能(?![领拿得享申有])"
    r"|够不够|[吗么不没冇]|是不是|有[关影])"
)
_BENEFIT = late_pattern(r"领|拿|得|享|奖|补|申|钱|政策|优惠|多少|好多|几多|什么|么子|哪")
_ABOUT_ME = late_pattern(r"[我俺咱]|本[公企单镇乡站校社合店厂机]|自己")
_DEED = late_pattern(
    r"^[在入进开做搞交缴买签卖有是设要需拟准覆填备经自上加评接纳贴落列研搭搬租住出]|^建(?![档党挡])|^[开办]在|[了都在卖没里内]|全部|注册|登记"
)
"""Words that tell a deed or a state by themselves; the others only name a thing, as a title does."""
_CLAIMED = late_pattern(
    r"(?:(?<!国)[有是拿得到评获创建做搞办在属我们俺咱还也了过、和及家里为当系]|我[是们]?的|[0-9万亿元]的|(?:注册|登记|成立|落户|[开办搞建])的|是[^，]{0,8}的|[搞做]的就?是[^，]{0,6})[一那这]?[个家座套]?[小大新老]?$"
    r"|(?:我|咱|俺|本)们?(?:公司|企业|单位|厂|店|社|司|站|校|家|屋里)[也都就是还在里]*$"
)
_STATED = late_pattern(
    r"(?:的?(?:牌子|牌匾|称号|荣誉|资格|认定|奖牌|认证))?(?:[去前今]年|[0-9]{4}年)?(?:就|已经?)?[我们]*(?:也|都|是)?(?:有|备|评上|拿到|创建|过)[了过的]?[一两]?个?$|是[^，]{0,5}[评批给]的$"
    r"|是(?:我们?[社厂店司]?|自己|公司|合作社|[去前今]年|[0-9]{4}年|[0-9一二三四五六七八九十]+月份?|已经?|刚|才|早就?|[创新申])*[拿得办建开]的$|[^，]{0,4}挂在[我本][^，]{0,4}$"
    r"|我们?[^，]{0,6}就是[了的]?$|我?们?[也都]?(?:做到|达到|实现|做|搞)[了过]$"
)
_OF_HIS = late_pattern(
    r"^(?:家|屋里)的|^[家户]?的?(?:工人|社员|劳动?力|师傅|帮扶|结对|包[户保]|联系人|亲戚|邻居|朋友|老师|干部|儿|女|崽|孙|媳|客户|员工|职工)"
)
"""农户家的干部 is another man."""
_OUR_OWN = late_pattern("^(?:我们|本)(?![是家])")
"""我们合作社社员 are his own."""
_ANOTHERS = late_pattern("[不没冇非给帮替跟和与找进从对让]")
"""我是给公司送货的: it is not his own."""
_BUYER = late_pattern("^上?[^，卖]{0,2}(?:买(?!卖)|购|逛|搜|刷单)")
_THEN_OR_SOME = late_pattern(
    "[^，,]{0,3}(?:的?时候|那时|那会|那阵)|[^，,]{0,3}的[只就也还才]?有[0-9一二两三四五六七八九十几]"
)
"""没进园的时候, 签了两年的有五个."""
_CHOSEN = late_pattern("选|拟|想|打算|将|等|排队|申请|考虑")
_HIRED = late_pattern(r"(?:招(?!商)|雇|聘|安排|带动)[^，]{0,4}$")
_WAS = late_pattern(r"(?:原来|以前|原先|曾经|过去|之前|早先|当年)(?!最)(?!.*(?:现在|如今))")
_ENDED = late_pattern(
    r"^[^，]{0,3}(?:关了|退[了租出]|搬[走出]|注销|停了|倒闭|不做了|没做了|垮了|转让|转[给出]|盘[给出]|让给|取消了|(?:但|可|却|还)?(?:是)?[没冇未]有?(?:评上|选上|批|成功|通过)|落选)"
)
_OVER_LATER = late_pattern(
    "(?:关[了掉闭]|[租借转让包]给(?:别|人家|他|她|其)|退[了租出]|停[了工业用]|过期|到期|[没冇未]有?续|撤[了销]|取消|摘[了掉]|注销|倒闭|垮了|吊销|被[撤取收封])"
    "|(?:还|都|一直|至今|又|也)*[没冇未]有?(?:批|下来|通过|拿到|办[好下]|下文|动静|消息|排上|轮到|[选评]上|进去|搬)"
)
"""创业城的店开了半年关了, 材料交上去三个月了还没批下来: it is over or not yet, though that is told at the end."""
_OTHERWISE = late_pattern("[^，,]{0,6}不是[^，,]{1,6}$")
"""填补的是市里的不是省里的."""
_OF_ANOTHER = late_pattern(
    "(?:证|号|牌子?|的牌子?)?[都全]?是(?:[总母]公司|集团|别[人家个]|人家|协会|商会|他们|政府|[县镇村]里)[^，,]{0,3}的"
)
"""备案是总公司的."""
_MADE_BY = late_pattern(
    "是(?!我|咱|俺|自|本|公司|厂|社|[去今前]年|[0-9一二三四五六七八九十]|刚|新|才|早|已)[^，我]{2,}$"
)
"""是邮政建的 is somebody else's deed."""
_BUILT_BY = late_pattern(
    "是(?!我|咱|俺|自|本|公司|厂|社|[去今前]年|[0-9一二三四五六七八九十]|刚|新|才|早|已|专|为)[^，我]{2,}(?<!自己)[建投]的?$"
)
_OLD_YEAR = late_pattern("(?:(?<![以之])前年|(?:19|20)[0-9]{2}年)(?:还|就|也|都|才)?$")
_STATE = ("是", "在", "属")
"""前年是 tells how it was."""
_DEFERRED = late_pattern(
    r"^[^，]{0,2}(?:还没|还冇|没)批|^[^，]{0,3}(?:在办|在报|在申|办理中|申请中)"
)
_ALL_OF_THEM = late_pattern(r"(?<!我)(?:都|全|全部|基本上)(?:是|算|属于)$")
_ONGOING = late_pattern(r"正在|还在|在建|在[办装施申]|未完工|没完工|没建[好成完]")
_NOT_YET = late_pattern(
    r"^[^，。]{0,3}(?:在建|[开动]工|奠基|施工|没完工|未完工|没建[好成完]|没弄好|没搞好)|^正在|^还在"
)
_CLOUD = late_pattern(
    "没(?!问题|关系|多久|想到|事|几|两|[一二三]|多|满|到|过)|冇|未|无|不是|并非|不(?![光仅但止错过到少同断管论知晓用满足]|如|得不|好意思)"
)
_NEARLY = late_pattern(
    "不敢[说讲]|[说谈算]不上|不好[说讲]是|差一?点(?!到|满|够|就)|险些|几乎|很难|难以|好难|[不无]管谁|不论谁|谁[都要能]|(?:要求|要|让|叫|劝|逼|动员)(?:我|我们)(?!的)|[哪那]里(?=[有能会卖招交做])|哪能|怎么可能|恨不得|巴不得|号称|冒充|假装|装作|吹牛|做梦"
)
_LOST = late_pattern(
    "[^，,]{0,5}(?:泡汤|失败|还早|早着|没影|黄了|落空|告吹|没戏|没成|不成|没指望|卡住|搁浅|悬|吹了|拉倒|算了|作废|驳回|被拒|没通过|被退)"
)
_CLEARED = late_pattern("[，,。]|是|但|只|就")
_UNFINISHED = late_pattern("[好成完齐]")
"""还没建好 leaves open whether it will."""
_ASKED_FOR = late_pattern(r"(?:申请|报名|排队|参评|参加评选|申报|争创|竞选)[了过的]?[^，]{0,2}$")
_PARTLY = late_pattern(r"只[给有交买缴签]?|仅|一半|部分|有些|有的|有[几人]|几个|个别")
_SOME = late_pattern("[0-9二两三四五六七八九十][个人名户位家]")
_SOME_OF = late_pattern(
    "(?:其中|里面|里头|另外|还?有)[^，,]{0,2}[0-9一二两三四五六七八九十几][个人名户位]$"
)
"""其中两个没签."""
_PREDICATE = late_pattern("[是都有也已了全由给按]")
_BEYOND = late_pattern(
    "的?(?:斜?对面|旁边|附近|隔壁|那边|那一带|方向|外面|门口|边上|后面|前面|周边|边的)"
)
"""在创业城对面 is not there."""
_DONE = ("了", "过", "起", "着")
_RUNS = late_pattern(
    "[^，]{0,3}都[能有到送通可交签]|(?:开张|开|做|办|搞|运营|经营)[了快有才刚]*[^，]{0,4}[年月]"
)
_TO_OTHERS = late_pattern(r"(?:租|卖|借|送|转|包|供|批|发|介绍)给[^，]{0,2}$")
_TO_WHOM = late_pattern("(?:给|(?<![定评列认称作])为(?!主)|帮|替|面向|针对)[^，,我]{0,5}$")
"""给市里的企业做培训 tells who is taught."""
_CUSTOMERS = late_pattern("[^，,]{0,6}的(?:公司|企业|单位|老板|人|商家|店|厂|客户)")
"""给做生意的公司培训 tells who is taught, deed or not."""
_SUBJECT = late_pattern(r"^[我本]")
_DEALS_IN = late_pattern("主[营打卖做推]|主要[卖做]|专[卖做营]")
_HEADS = ("人", "人次", "户", "个", "家", "店")
_ARE = late_pattern("[^，,]{0,6}是[^，,]{0,4}")
"""七个是村里登记的 are others."""
_NONE = ("没有", "没得")
"""X没有 at the end of a part denies; 有X没有 asks."""
_ALONE = 2
"""Units: characters. So much may stand beside words that are a whole stretch."""


def clouded(sighting: Sighting, text: str) -> bool:
    """Whether something about it is denied, wanted or lost, so that nobody can tell: 没给我们备案, 差点上市."""
    return not sighting.cue.denies and denied_before(text, sighting.start, sighting.end)


def denied_before(text: str, start: int, end: int) -> bool:
    """Whether what stands there is told behind a denial, nearly was, or came to nothing."""
    cloud = _CLOUD.search(text, 0, start)
    if cloud is not None and not _CLEARED.search(text, cloud.end(), end):
        return True
    return unreal(text, start, end)


def unreal(text: str, start: int, end: int) -> bool:
    """Whether what stands there nearly was, is demanded, or came to nothing."""
    return _NEARLY.search(text, 0, start) is not None or _LOST.match(text, end) is not None


def denied(sighting: Sighting, text: str) -> bool:
    """Whether the words deny it: 不在园区, 社保没有交, 备案都没有."""
    after = text[sighting.end :].rstrip("，,。；;！!：:？? ")
    return bool(
        _DENIED_BEFORE.search(text[: sighting.start])
        or (
            not sighting.cue.option
            and not sighting.cue.denies
            and (_DENIAL.search(sighting.filling) or _DENIED_AFTER.match(after))
        )
    )


def spoken_against(sighting: Sighting, text: str) -> bool:
    """Whether what is to be counted is said not to be: 没招人, 税没交."""
    return bool(
        _DENIED_BEFORE.search(text[: sighting.start])
        or (_NOT_DONE.match(text, sighting.end) and not _NOT_SO_MUCH.match(text, sighting.end))
        or _DENIAL.search(sighting.words)
    )


def doubtful(sighting: Sighting, text: str) -> bool:
    """Whether it is denied twice, was so once, is over, or has been asked for only."""
    before, after = text[: sighting.start], text[sighting.end :]
    return bool(
        _DENIED_TWICE.search(before)
        or _WAS.search(before)
        or _ENDED.match(after)
        or (not sighting.cue.denies and _OVER_LATER.search(after))
        or (
            not sighting.cue.denies
            and not sighting.cue.option
            and _OTHERWISE.match(after.rstrip("，,。；;！!：:？? "))
        )
        or (not sighting.cue.denies and _OF_ANOTHER.match(after))
        or (sighting.words.endswith("的") and _MADE_BY.search(sighting.filling))
        or (sighting.cue.pattern and _BUILT_BY.search(sighting.words))
        or (sighting.words.startswith(_STATE) and _OLD_YEAR.search(before))
        or _BEYOND.match(after)
        or (not sighting.cue.denies and _BEYOND.match(sighting.filling))
        or _DEFERRED.match(after)
        or (_HIRED.search(before) and not _PREDICATE.search(sighting.filling))
        or _TO_OTHERS.search(before)
        or (_TO_WHOM.search(before) and not _DEED.search(sighting.words))
        or (
            before.endswith(("给", "帮", "替", "为", "面向"))
            and _CUSTOMERS.match(text, sighting.start)
        )
        or _ASKED_FOR.search(before)
        or (not sighting.cue.denies and _ONGOING.search(sighting.words))
        or _NOT_YET.match(after)
        or _PARTLY.search(sighting.filling)
        or (not sighting.cue.option and _SOME.search(sighting.filling))
        or (not sighting.cue.denies and _CHOSEN.search(sighting.filling))
        or _THEN_OR_SOME.match(after)
        or ("不是" in sighting.filling and (sighting.cue.denies or _TWICE.search(sighting.filling)))
        or (_OF_HIS.match(after) and not _OUR_OWN.match(sighting.words))
        or _BY_OTHERS.search(sighting.filling)
        or _BY_OTHERS.search(after[:4])
        or (not sighting.cue.option and _SOME_OF.search(before))
        or _WAS.search(sighting.filling)
        or (sighting.cue.option and _ANOTHERS.search(sighting.filling))
        or _BUYER.match(after)
        or (_UNFINISHED.match(after) and _DENIAL.search(sighting.words))
    )


def planned(sighting: Sighting, stretch: Stretch) -> bool:
    """Whether it is only planned; who says what 我公司 plans tells that he has a firm."""
    if sighting.cue.denies and all(
        sighting.start < plan.start() < sighting.end and "没" not in plan.group()
        for plan in stretch.planned
    ):
        return False  # 园区想进但是还没进
    if sighting.cue.option and _SUBJECT.match(sighting.words):
        start, end = sighting.start, sighting.end
        return any(plan.start() < start for plan in stretch.planned) and stretch.plans(
            start, end, sighting.cue.words
        )
    return stretch.plans(sighting.start, sighting.end, sighting.cue.words)


def counted(sighting: Sighting, stretch: Stretch, numbers: list[Mention]) -> bool:
    """Whether the words are counted: 12个农户 and 都是农户 are others than the speaker."""
    if _DEED.search(sighting.words) or (sighting.cue.option and _OUR_OWN.match(sighting.words)):
        return False
    if _ALL_OF_THEM.search(stretch.text[: sighting.start]):
        return True
    start, end = stretch.start + sighting.start, stretch.start + sighting.end
    return any(
        m.unit in _HEADS
        and m.low != 1
        and (
            0 <= start - m.end <= 1
            or 0 <= m.start - end <= 1
            or (
                start > m.end
                and _ARE.fullmatch(stretch.text, m.end - stretch.start, sighting.start)
            )
        )
        for m in numbers
    )


def told(sighting: Sighting, stretch: Stretch) -> bool:
    """Whether these words are told of the speaker: neither a title nor what a question is about.

    在园区要不要紧 asks, 我在园区能拿多少 tells; 物流中心奖励标准 only names a thing.
    """
    text, words = stretch.text, sighting.words
    before, after = text[: sighting.start], text[sighting.end :]
    if stretch.asked and not (sighting.cue.denies and words.endswith(_NONE) and not after.strip()):
        own = _ABOUT_ME.search(text[: sighting.end])
        about = _ASKING_BEFORE.search(before) or _ASKING_AFTER.match(after)
        return bool(own and not about and _BENEFIT.search(after))
    rest = after.rstrip("，,。；;！!：: ")
    whole = len(before) + len(rest) <= _ALONE
    claimed = _CLAIMED.search(before) or _DENIED_BEFORE.search(before)
    stated = _STATED.fullmatch(rest) or _DENIED_AFTER.match(rest)
    return bool(
        sighting.cue.denies
        or sighting.cue.opens
        or _PREDICATE.search(sighting.filling)
        or "不" in sighting.cue.words
        or _RUNS.match(after)
        or (_DEALS_IN.match(words) and not before.strip() and "的" not in rest)
        or (sighting.cue.pattern and (after[:1] in _DONE or words[-1] in _DONE))
        or whole
        or claimed
        or stated
        or _DEED.search(words)
        or _ABOUT_ME.search(words)
    )
