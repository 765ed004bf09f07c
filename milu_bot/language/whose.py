"""Whose a thing is that is told: the speaker's own, somebody else's, or only what the document says."""

from __future__ import annotations

import re
from collections.abc import Collection

from milu_bot.late_pattern import late_pattern

_KIN = (
    r"(?:朋友|[表堂][哥弟姐妹]|老表|侄[女子]|外甥|同学|邻居|邻[家村]|隔壁|亲戚|熟人|老乡|同行|战友|客户|同事"
    r"|大伯|伯[父母伯]|[叔姨姑舅嫂哥姐弟妹]|老[公婆爸妈爹娘]|爱人|丈夫|妻子|堂客|婆娘|爸|妈|爹|娘|父亲|母亲|爷爷|奶奶|[外公家]公(?!司)|[外婆]婆"
    r"|岳[父母]|儿子|女儿|儿媳|媳妇|崽|伢|孙|女婿|老头|老倌|屋里人)"
)
_NAMES = (
    "[张王李赵刘陈杨黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏蒋蔡贾丁魏薛叶余潘杜戴钟汪任姜范姚"
    "谭廖邹熊陆郝孔崔邱秦江顾侯邵孟龙雷钱汤尹黎易武贺赖龚文]"
)
_NAMED = (
    rf"(?:[老小]{_NAMES}|(?<![\u4e00-\u9fff]){_NAMES}(?:总|姐|哥|嫂|婶|叔|伯|爹|经理|主任|支书|书记|站长|校长)"
    rf"|{_NAMES}(?:老板|师傅))(?=[他她的家那一去今前上网卖做搞招交缴开在有也说讲，,]|$)"
)
"""老周 and 李总: somebody who is called by name."""
_IN_TRADE = (
    r"(?:租客|租户|房客|房东|学徒|徒弟|供应商|经销商|代理商|加盟商|竞争对手|对手|对家|客户"
    r"|厂家|商家|甲方|品牌方|合作方)"
)
"""Whom one has to do with in trade."""
_BEHALF = late_pattern(
    rf"^(?:我是?(?:做)?[^，,。 ]{{1,6}}的?[，, ]+)?(?:你好|您好|同志|老师|请问|我想|我是|我|[，, ])*"
    r"(?:替|帮|给|代)(?:[我俺咱]们?)?(?:家|屋里|的|个|一[个位家])*"
    rf"(?:{_KIN}|老板|村[里民]\w{{0,6}}?|别人|人家)(?:[问打咨]|来问)(?:听|询)?"
    r"(?:打听|的|一?[下声]子?|问|咯|哈|咧)*[，,。：: ]*"
)
_BEHALF_AFTER = late_pattern(
    r"[，,。 ]*(?:我|我是|是|想)?(?:来)?(?:替|帮|代|给)(?:他|她|它|人家|别人|我?"
    rf"{_KIN})们?(?:来)?(?:问|打听|咨询)(?:的|一?[下声]|一下子|问|咯|哈|看)*"
)
"""我崽想开个店，替他问一下有补贴没."""
_FAMILY = (
    "(?:老[公婆爸妈爹娘弟妹]|爱人|丈夫|妻子|堂客|爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷|奶奶|外[公婆]|岳[父母]|儿子|女儿|儿媳|媳妇|女婿"
    "|崽|哥哥?|姐姐?|弟弟?|妹妹?|婆婆|公公|屋里人)"
)
_ALL_OF_HIM = late_pattern(
    r"(?:你好|您好|请问|同志|老师|[，, ])*"
    rf"(?:[我俺咱]们?(?:家|屋里)?的?(?:{_FAMILY}|(?:这|那|有)?个?客户)|(?:有|这)?一?个?客户)(?![都也们和跟说讲])"
)
"""我妈 and 我客户 at the head of a message: who asks so, asks for them. Who speaks of 隔壁老王 does not."""
_MYSELF = late_pattern(r"(?<![帮替给])[我俺咱](?!是?[帮替给])")
_AS_HAND = r"当(?!站长|老板|会长|理事|社长|校长|厂长|书记|负责|法人|经理|店长|主任)"
"""在厂里当保安 speaks of somebody else's firm."""
_OTHERS = (
    rf"(?:(?<!我[跟和与同])(?<!(?:门面|铺面|房子|场地|厂房)是)[我俺咱]们?|有)[的个位家一有]{{0,4}}{_KIN}(?!的?(?:名字|名义))|有[一]?[个位家]老板|(?:替|帮|给|有[个位家]){_KIN}|(?<![比接])(?:隔壁|邻居|别人|别家|(?<![农给])人家|同行)"
    r"|(?<![\u4e00-\u9fff])(?:朋友|同学|亲戚|熟人|老乡|战友|同事)(?=(?:[今去前]年|在[^，,]{1,4})?[卖做搞招交缴开])"
    r"|(?<![\u4e00-\u9fff])(?:[表堂][哥弟姐妹]|老表|侄[女子]|外甥|岳[父母]|大伯|伯[父母]|姐夫|妹夫|嫂子|[叔姨姑舅](?:[叔姨姑舅妈爹父]|子))(?:家|屋里)(?=[是有在开去今卖上])"
    rf"|(?:我|^)[^，我]{{0,6}}在[^，我]{{0,10}}(?:做事|打工|做工|帮忙|扫地|[做搞]客服|[做搞]美工|打包|{_AS_HAND})|我[^，我]{{0,4}}在[^，我]{{0,5}}上班"
    rf"|(?:给|帮|替)[^，我]{{1,8}}(?:打工|做事|做工|上班|干活|开车|做饭|做账|看门|跑腿|{_AS_HAND})"
    rf"|同样[做卖搞开]|(?<![是给和跟与对卖找供]){_NAMED}|(?<![是给和跟与对卖找做当招供没有])(?<![给帮为].{{2}}){_IN_TRADE}(?![们]?[资管招租])"
    r"|扶贫干部|驻村|第一书记|结对|帮扶(?!对象|牌|[手册户])|村[主支][任书]"
    r"|(?<![给和跟对])(?:(?:他们|她们)(?![都全也]是(?![^，]*万))|(?<![其吉])他(?![乡国们])|她(?!们))|听说|据说|有人|某[个家]|(?<!给)人家|别个|(?:别的|其[他它])(?:站|店|厂|公司|村|镇|乡|企业|单位|人|家)|[我俺咱]们?(?:协会|商会|园区?(?=[去今一总共税全]))|(?:会员|成员)(?:企业|单位)|那[个家](?:厂|公司|企业|店|站|单位)|(?:那|有|[街镇村县城]上)[个位家][^，,。我本做]{0,4}[做搞卖开跑养种][^，,。我本]{1,6}的|(?:那|有)[个位][^，,。我本]{1,8}的(?:老板|男人|女人|人)|(?<!是)[总母]公司(?![在注名])|(?<![\u4e00-\u9fff])政府|[我俺咱]们?村里(?=[^，,。站我]{0,8}[0-9一二两三四五六七八九十百])(?!.*站)|兄弟公司|关联公司|(?:社员|员工|工人|职工|主播|会员|村民|农户)们?(?:个人|自己|各自|私人|各[有开办搞]|每[人户家])|那[个位](?:小?[伙后][子生]|姑娘|妹[子坨]|师傅|老板|主播|大[姐哥]|女的|男的)|[^，,。；;我本]{0,8}那家|(?<![\u4e00-\u9fff])对[门面]那?[个家]?|外面(?=[^，]{0,4}[说传])"
    rf"|{_KIN}(?:的|他|她)?(?:公司|厂|单位|企业|店|[^，]店|服务站|合作社)"
    r"|(?<![是在])(?:(?:[本全各]|我们?)[镇乡]|[镇乡村县][里内上])的?(?:企业|老板|厂家)"
    r"|(?<![是在给为])(?:园[里内]|园区[里内的])(?:所有|全部|其他)?的?(?:入驻)?(?:企业|公司|商户)(?=[^，,我]{0,4}(?:一共|总共|合计|共|加|都|各|[去今]年))"
    r"|(?<![\u4e00-\u9fff])(?:整个|[我俺咱]们?管的这?个?)?[^，,。我在是进入\n]{0,3}园[里内区]?(?:管委会|里头?|内)?(?:一共|总共|合计|共|[去今]年|整体)+(?:[^，,。我退搬进入在]{0,8}[0-9一二两三四五六七八九])"
    r"|(?:(?<![我本们])集团|[总省市母]公司|(?<![我本们])总部)(?=[^，,。我在]{0,6}(?:[卖销税缴交招派]|营收|流水|成交|业绩)[^，,。我]{0,8}[0-9一二两三四五六七八九])"
    r"|(?:[^，,。；;！!？?：:\n我本们镇乡村]{0,8}[里内]|(?<=[镇村乡区县市里内城])|(?<=[镇村乡街]上))(?:还|也|一共|总共|现在|共|已经?)*(?:有|(?:入驻|进驻|引进|来)了?(?=[好几多0-9一二两三四五六七八九十]))(?:一?[家个户些几名位]|[0-9一两二三四五六七八九十]+[家个户名位])?"
    r"[^，我]{0,6}?(?:企业|公司|户|店|合作社|老板|站|年轻人|厂|单位)"
    r"|[^，,。；;！!？?：:\n我本们]{0,8}[里内]面?(?:还|也)*有(?:一?[家个户]|人)(?=[做搞卖开])"
    r"|(?:[市县镇乡]|园区?)里面?(?:(?:还|也|一共|总共|现在|目前|共)*有|一共|总共|现在|目前)[0-9一二两三四五六七八九十百几]+[家个]"
    r"|[给跟和同与][我俺咱]们?[^，,。我]{1,5}的[^，,。我]{0,5}(?:公司|厂|合作社|企业|店|老板|单位|站|户)"
    r"|[两二三四五六七八九十几0-9]+[个家](?:厂|公司|合作社|企业|村|镇)(?:加|合|总|一共|一起)"
    rf"|(?:{_KIN}|老板|干部|[村镇乡县局]里|政府|领导|会计)[^，,。我]{{0,3}}[说讲](?!明|清|好)"
    r"|(?:新闻|报纸|报道|电视|广播|通报|公示|公告|宣传单?|群里?|朋友圈)[里上中]*[^，我]{0,2}[说讲登]|通报"
    r"|(?:全[市县省镇村国]|整个[市县镇村])(?=[^，]{0,6}(?:[卖销招缴交]|一共|总共|(?<![没冇])有)[^，]{0,5}[0-9一二两三四五六七八九])"
)
_SELF = late_pattern(
    rf"(?:我|俺|咱|本(?=公司|企业|人|店|社|合作社|站|厂|镇|乡)|(?<![他她])(?<![他她]们)(?<!人家)自己)(?!们?[的个位家一有]{{0,4}}{_KIN})"
)
_RULE = (
    r"你们(?=园|公司|单位|局|那|镇|村|县|市)|文件|政策|规定|标准|门槛|要求|(?<![我家])条件|里面?[说写]|(?<!照)上面?[说写]|写的?(?:是|有|着)?(?=[0-9一二三四五六七八九十百])"
    r"|第[0-9一二三四五六七八九十]+[项条款]"
)
_UNSAID = (
    r"(?:没|冇|未|并非)(?:有|曾)?(?:[说讲]过?(?!完|好|清)|认为|觉得|承认)|(?<![从去在到])哪里?(?:来|会)?有[^，]{0,4}(?=[0-9一二两三四五六七八九百]{1,6})"
    r"|谁说|怎么可能|(?:要求|规定|动员|劝|逼|鼓励|叫|盼着?)(?=[我俺咱])|^(?:都|老|总|人家|别人)?说(?=[我俺咱])"
)
"""哪里有招到100个, 谁说我交税100万: what follows is not so, though it speaks of the speaker."""
_MARK = late_pattern(
    rf"(?P<unsaid>{_UNSAID})|(?P<others>{_OTHERS})|(?P<self>{_SELF.pattern})|(?P<rule>{_RULE})"
)


_OF_OURS = late_pattern(
    "[我俺咱]们?(?:设计|策划|开发|包装|制作|生产|做|供)[^，的0-9]{0,2}的[^，。0-9一二两三几个家位名]{2,4}$"
)
"""我们设计的礼盒客户卖了326万 speaks of what is ours."""


HIRED = late_pattern(
    "(?:给|帮|替|跟着?)[^，,。我自己]{1,8}(?:打工|做事|上班|干活|跑腿|送货|开车)|(?<!自己)在[^，,。我]{1,8}(?:打工|上班|当员工|当工人)"
)
"""Words of somebody who works for others."""
_MASTERS = late_pattern(
    "[我俺咱]们(?:这个?|那个?|家)?(?:厂|公司|网点|店|站|单位|企业|老板|社|中心)"
)


def speaks_of_self(words: str) -> bool:
    """Whether the speaker is spoken of."""
    return _SELF.search(words) is not None


def of_others(places: Collection[int], words: str) -> set[int]:
    """邻居招了100人，我招了20人: those of these places that do not speak of the speaker, who speaks of himself too."""
    found, _ = pieces(words, others=False)
    own = [(start, end) for start, end, mine in found if mine]
    if not any(speaks_of_self(words[start:end]) for start, end in own):
        return set()
    return {at for at in places if not any(start <= at < end for start, end in own)}


def on_behalf(words: str) -> tuple[bool, str]:
    """替我妈问，她开了店 -> 我开了店: whether it is asked for somebody else, and it in his own words."""
    if match := _BEHALF.match(words):
        rest = words[match.end() :]
    elif match := _BEHALF_AFTER.search(words):
        rest = f"{words[: match.start()]}，{words[match.end() :]}".strip("，, ")
        rest = re.sub(rf"^(?:我|我们|俺)?(?:家|屋里)?的?{_KIN}", "我", rest)
    else:
        return False, words
    rest = re.sub(r"[她他](?:老人家|本人|自己|屋里)?|它|人家(?!都?[说讲])", "我", rest)
    rest = re.sub(rf"我的?{_KIN}(?![的开有])", "我", rest)
    return True, rest


def told_of_one(words: str) -> str:
    """我崽招了12个人，交税60万 -> 我招了12个人，交税60万. "" if it is not all of one of his family or a client."""
    match = _ALL_OF_HIM.match(words)
    if match is None or _MYSELF.search(words, match.end()):
        return ""
    return re.sub("我[帮替给][她他]|[她他]们?|它", "我", f"我{words[match.end() :]}")


def pieces(
    text: str, others: bool, *, hired: bool = False
) -> tuple[list[tuple[int, int, bool]], bool]:
    """Where a part speaks of the speaker and where it does not; whether it ends speaking of somebody else.

    For who is `hired` 我们网点 is his master's. What the document says is nobody's, but only to the end of its
    part. 卖红薯粉的 in front of 老周 is he.
    """
    found: list[tuple[int, int, bool]] = []
    since, mine = 0, not others
    for mark in _MARK.finditer(text):
        if mark["others"] and _OF_OURS.search(text, 0, mark.start()):
            continue
        masters = hired and _MASTERS.match(text, mark.start()) is not None
        own = mark["self"] is not None and not masters
        if own != mine:
            start = (
                since if mark["others"] and text[: mark.start()].endswith("的") else mark.start()
            )
            if own and text[since : mark.start()].endswith(("不是", "不算")):
                start -= 2  # 不是我的 denies of the speaker
            found.append((since, start, mine))
            since, mine = start, own
        if mark["unsaid"]:
            break
        others = masters or bool(mark["others"]) if not mark["rule"] else others
    found.append((since, len(text), mine))
    return [piece for piece in found if piece[0] < piece[1]], others
