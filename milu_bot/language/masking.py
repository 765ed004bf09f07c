"""A question without what may tell who asked: names, numbers of persons, addresses, sums of money."""

from __future__ import annotations

import re

from milu_bot.language.normalise import clean
from milu_bot.late_pattern import late_pattern

NUMBER, NAME = "＊＊＊＊", "＊＊"
"""What stands in the place of a number and of a name."""

_SURNAMES = (
    "欧阳|上官|司马|诸葛|皇甫|东方|尉迟|公孙|令狐|夏侯|"
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文湛仇柳翁巢]"
)
_GIVEN = "[\u4e00-\u9fff]"
_NO_NAME = (
    "住想要在是开有能可做卖请来问今住从和我你他她的了吗呢就也都不没怎会去到家这那个人电身手联"
)
"""Characters that hardly stand in a given name and often follow one."""
_A_NAME = rf"(?:{_SURNAMES})(?:(?![{_NO_NAME}]){_GIVEN}){{1,2}}"
_KIN = "爸|妈|爷|奶|哥|弟|姐|妹|崽|儿子|女儿|老公|老婆|爱人|丈夫|妻子|堂客|老板|同事|朋友|邻居"
_NO_PLACE = "村镇乡县市组店厂站社局园区路街场司行会部院校公桥山河"
_ORDINARY = (
    "马上|许多|许可|任何|任务|文件|文旅|白天|白酒|白条|常用|常年|常务|常德|高新|高手|高中|高铁|高税|高就|高级|高层|高人|高校|高管|万一|万家"
    "|金额|金融|金牌|江西|江苏|江边|陆续|钟头|田里|田地|石头|龙虾|龙头|龙舟|黄金|黄牛|黄酒|黄豆|黄鳝|汤圆|钱包|钱多|武汉|于是|余额|余下"
    "|程序|程度|范围|叶子|林业|林地|毛利|毛巾|夏天|邵阳|苏州|曾经|段时|方便|易懂|康复|孔雀|熊猫|牛奶|朱砂|汪洋|史料|时间|安全"
)
"""Words that begin like a name."""
_PERSON = rf"(?!{_ORDINARY})(?:{_SURNAMES})(?:(?![{_NO_NAME}{_NO_PLACE}]){_GIVEN}){{1,2}}"
_OWNER = late_pattern(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[是找叫喊给帮替问村组和跟让请家]))"
    rf"{_PERSON}(?=屋里|家里|家的|家[有住在养开，,。 ]|家$|的?(?:电话|手机|号码|微信|身份证))"
)
"""李大毛屋里的猪死了."""
_SPOKEN_TO = late_pattern(
    rf"((?:[我俺咱]们?|他|她)(?:家|屋里)|找|叫|喊){_PERSON}"
    r"(?=[\W\d]|$|[的来说讲要在住去和跟问办想能可有是也今昨开做卖养])"
)
_CALLED = late_pattern(
    rf"(我叫做?|我名叫|名字[叫是]|叫我|(?:{_KIN})名?叫(?={_A_NAME})|我是(?={_A_NAME}(?:[，,。！!；;（(\s]|$)))\s*"
    rf"(?:{_A_NAME}|(?![{_NO_NAME}外车快]){_GIVEN}(?:(?![{_NO_NAME}]){_GIVEN})?|[A-Za-z]{{2,20}})"
)
_SURNAME = late_pattern(rf"(姓)(?:{_SURNAMES})(?=[\W\d]|$|[的在想要是叫名，])")
_LABELLED = late_pattern(
    rf"((?:姓名|联系人|户主|户名|账户名|收款人|收件人|申请人|本人|经办人|法人代表|法人|负责人)\s*)(?:[是为叫：:]\s*(?:{_A_NAME}|{_GIVEN}{{2,4}}(?=[\W\d]|$)"
    rf"|[A-Za-z]{{2,20}})|{_A_NAME}(?=[\W\d]|电话|手机|$))"
)
_LETTERS_BEFORE, _LETTERS_AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_ACCOUNT = late_pattern(
    r"((?:微信|威信|薇信|we ?chat|weixin|[vw]x|v信|加v|qq|扣扣|企鹅|抖音|快手|支付宝|旺旺|账号|帐号)"
    r"(?:账号|帐号|号码?|群)?"
    r"\s*(?:[是为：:]\s*)?)(?:[A-Za-z][-_A-Za-z0-9]{4,29}|\d{5,})",
    re.IGNORECASE,
)
_EMAIL = late_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PLATE = late_pattern(
    rf"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\- ]?"
    rf"(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警]{_LETTERS_AFTER}",
    re.IGNORECASE,
)
_FIRM = late_pattern(
    rf"{_LETTERS_BEFORE}(?=[A-Z0-9]*[A-Z])[0-9A-Z]{{2}}\d{{6}}[0-9A-Z]{{10}}{_LETTERS_AFTER}",
    re.IGNORECASE,
)
"""The code of a firm. Source: GB 32100-2015, eighteen characters."""
_LONG = late_pattern(
    r"(?<!\d)(?:\+?86[- ]?)?(?:"
    r"\d{6}[- ]?\d{4}[- ]?\d{4}[- ]?\d{3}[\dXx]|"  # an identity card
    r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}|"  # a mobile telephone
    r"[（(]?0\d{2,3}[)）]?[- ]?\d{7,8}(?:[- ]\d{1,4})?|"  # a telephone at home
    r"400[- ]?\d{3,4}[- ]?\d{3,4}|"
    r"\d{4}(?:[- ]\d{4}){2,3}(?:[- ]\d{1,4})?|"  # a bank card
    r"\d{14}[\dXx]|\d{7,}(?:[Xx]|\.\d+)?)(?!\d)"
)
_GROUPS = late_pattern(r"(?<![\d.])\d{1,4}(?:[- ]\d{1,4}){2,11}(?![\d.年月])")
"""Figures set apart by spaces: eleven and more of them are a number of somebody."""
_BORN = late_pattern(
    r"((?:出生于?|生日|生于)[是为在：:]?\s*)(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}[日号]?"
    r"|(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}[日号]?(?=\s*出?生)"
)
_SPOKEN = late_pattern("[零〇一二三四五六七八九幺洞拐]{7,}")
"""A number said figure by figure."""
_STREET = late_pattern(
    r"(?:[^\W\da-zA-Z在住是到去于从的镇乡县市]{1,5}?(?:大道|路|街|巷|弄|胡同|小区|社区|花园|村))?"
    r"(?:(?:\d+|[一二三四五六七八九十]+)组)?"
    r"(?:(?<=[路街巷弄道同区园村组])\d+(?:[-之]\d+)?号(?:[楼院店铺])?)?"
    r"(?:\d+(?:栋|幢|号楼|座))?(?:\d+单元)?(?:\d{3,4}[室房户]?)?"
)
_HOUSE = late_pattern(
    r"(?<=村)(?:\d+|[一二三四五六七八九十]+)组|(?<=[路街巷弄道同区园村组])\d+(?:[-之]\d+)?号|\d+(?:栋|幢|号楼|单元)"
)
"""What makes an address one house: only then is it hidden."""
_DATE = r"(?:19|20)\d\d(?:年|[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d|\s?[万亿千百元块wWkK]))|[〔（(\[［]20\d\d[〕）)\]］]"
_COUNTED = "[人名位户家单件吨笔个次亩天年届期平米斤公里号条项只台辆页字]"
"""Units of what is no money."""
_FIGURES = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONEY = late_pattern(
    rf"(?P<date>{_DATE})|(?<!\d)(?<!\d\.)(?P<figures>{_FIGURES})\s?(?P<times>[多几余来]?"
    rf"(?:百万|千万|[万萬亿億]|千|wan|qian|[wk])(?:\d{{1,4}}(?!\d))?)?(?![A-Za-z.]?\d)(?P<more>[多几余来把]?)(?P<counted>{_COUNTED})?",
    re.IGNORECASE,
)
_FORMAL = "壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟"
_NUMERAL = late_pattern(
    rf"(?P<numeral>[零〇一二两三四五六七八九十百半几多{_FORMAL}]"
    rf"[零〇一二两三四五六七八九十百千万萬亿億多几来余{_FORMAL}]*)"
    rf"(?P<counted>{_COUNTED})?"
)
_THOUSANDS = late_pattern(f"[一二两三四五六七八九十百几{_FORMAL}][多几来余]?[千仟万萬亿億]")
_FEW = 4
"""Units: figures. A sum of so many is one's own affair."""
_TELEPHONE = 11
"""Units: figures."""
_COUNT = 7
"""Units: figures. So many are no count of anything, whatever follows."""


def masked(text: str) -> str:
    """The question with names, numbers of persons and sums of money hidden. Hidden text stays as it is."""
    text = clean(text).replace("*", "＊")
    text = _EMAIL.sub(NUMBER, text)
    text = _ACCOUNT.sub(rf"\1{NUMBER}", text)
    text = _BORN.sub(lambda found: (found[1] or "") + NUMBER, text)
    for pattern in (_PLATE, _FIRM, _LONG, _SPOKEN):
        text = pattern.sub(NUMBER, text)
    text = _GROUPS.sub(_in_groups, text)
    text = _STREET.sub(_address, text)
    text = _MONEY.sub(_money, text)
    text = _NUMERAL.sub(_numeral, text)
    text = _OWNER.sub(NAME, text)
    text = _SPOKEN_TO.sub(rf"\1{NAME}", text)
    text = _LABELLED.sub(rf"\1{NAME}", text)
    text = _CALLED.sub(rf"\1{NAME}", text)
    return _SURNAME.sub(rf"\1{NAME}", text)


def _in_groups(found: re.Match[str]) -> str:
    return NUMBER if sum(char.isdigit() for char in found[0]) >= _TELEPHONE else found[0]


def _address(found: re.Match[str]) -> str:
    return NUMBER if _HOUSE.search(found[0]) else found[0]


def _money(found: re.Match[str]) -> str:
    if found["date"]:
        return found[0]
    figures = re.sub(r"[,，]", "", found["figures"].partition(".")[0])
    counted = found["counted"] and not (found["counted"] == "个" and found["times"])
    if counted and len(figures) < _COUNT:
        return found[0]
    if found["times"] or len(figures) >= _FEW:
        return NUMBER + found["more"] + (found["counted"] or "")
    return found[0]


def _numeral(found: re.Match[str]) -> str:
    if found["counted"] or not _THOUSANDS.search(found["numeral"]):
        return found[0]
    return NUMBER
