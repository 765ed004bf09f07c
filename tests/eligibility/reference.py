"""The policy a second time, in plain Python, to hold the engine against.

Written from the document (汨政办发〔2017〕45号) and from how it is read, never from the rules in
knowledge/clauses: two people who make the same slip in two ways of writing are rare. A profile
here is complete, so there is no unknown; what the document leaves to discretion is still a range.
Units: yuan, exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Profile = Mapping[str, Decimal | str | frozenset[str]]
Readings = Mapping[str, str]

WAN = Decimal(10_000)
ZERO = Decimal(0)
CAN, CANNOT, REFERRAL = "can_claim", "cannot", "referral"


@dataclass(frozen=True)
class Due:
    """How an award stands, and the least and the most it pays."""

    status: str
    low: Decimal = ZERO
    high: Decimal = ZERO


NOT_DUE = Due(CANNOT)
REFERRED = Due(REFERRAL)


def _pays(sum_: Decimal | int) -> Due:
    return Due(CAN, Decimal(sum_), Decimal(sum_))


def _at_discretion(most: Decimal) -> Due:
    return Due(CAN, ZERO, most)


def _wan(*numbers: int) -> list[Decimal]:
    return [number * WAN for number in numbers]


def _reached(number: Decimal, steps: list[Decimal]) -> int:
    """以上、达到: the number itself is included. How many steps are reached."""
    return sum(number >= step for step in steps)


# Where “在本地注册的企业或个人（下同）” reaches, from the fewest clauses to the most.
_WHERE_WRITTEN, _CLAUSES_AFTER, _EVERYONE = _REACH = (
    "只管写明的几项",
    "管后面各项",
    "连贫困户网店等也管",
)


class Case:
    """One complete profile under one way to read the text; a method for each award."""

    def __init__(self, profile: Profile, readings: Readings) -> None:
        self._profile = profile
        self._readings = readings

    def _is(self, *facts: str) -> bool:
        return all(self._profile[fact] == "是" for fact in facts)

    def _number(self, fact: str) -> Decimal:
        value = self._profile[fact]
        assert isinstance(value, Decimal), fact
        return value

    def _reads(self, reading: str) -> str:
        return self._readings[reading]

    def _local(self, asked_from: str) -> bool:
        """Registered here, unless the reading does not reach the clause at all."""
        asked = _REACH.index(self._reads("本地注册管到哪里")) >= _REACH.index(asked_from)
        return self._is("在本地注册") or not asked

    def _ecommerce_firm(self) -> bool:
        """电子商务企业; read loosely, shops of a single person are such firms too."""
        loose = self._reads("个体网店算不算电商企业") == "也算"
        one_person = self._profile["申请身份"] in {"个人网店", "贫困户"}
        return self._is("是电商企业") or (loose and one_person)

    def _over(self, number: Decimal, limit: Decimal) -> bool:
        """超过: the limit itself is out, unless read otherwise."""
        inclusive = self._reads("超过含不含本数") == "含"
        return number >= limit if inclusive else number > limit

    def _broke_through(self, number: Decimal, limit: Decimal) -> bool:
        """突破: past the limit, unless read as reaching it."""
        reaching = self._reads("突破含不含本数") == "达到就算"
        return number >= limit if reaching else number > limit

    def _built_new_platform(self) -> bool:
        """The innovators of the first sentence of 三（四）: 自建……并填补……且经备案……的。"""
        return self._is("自建第三方支付平台", "填补省内空白", "平台经过备案")

    def land(self) -> Due:
        """三（二）2：一次性投资2000万元以上……需要新增建设用地的。"""
        due = (
            self._is("是电商重点项目", "需要新增建设用地")
            and self._number("项目一次性投资") >= 2000 * WAN
        )
        return REFERRED if due else NOT_DUE

    def traceability(self) -> Due:
        """三（二）3：对入驻溯源体系企业按30%……最高不超过2万元。"""
        if not self._is("入驻溯源体系"):
            return NOT_DUE
        return _pays(min(self._number("溯源系统总投资") * 30 / 100, 2 * WAN))

    def logistics(self) -> Due:
        """三（三）1：快递8家、500万件，或货运5家、50万吨。"""
        parcels = self._number("整合快递企业数") >= 8 and self._number("年派送件数") >= 500 * WAN
        freight = self._number("整合货运企业数") >= 5 and self._number("年货运吨数") >= 50 * WAN
        built = self._is("建设市域物流中心", "覆盖全市镇村", "免费配送达到规模")
        due = self._local(_WHERE_WRITTEN) and built and (parcels or freight)
        return _pays(15 * WAN) if due else NOT_DUE

    def rent(self) -> Due:
        """三（三）2：给予2年租金补贴。"""
        if not (self._local(_CLAUSES_AFTER) and self._is("进入创业城开店")):
            return NOT_DUE
        two_years = 2 * self._number("创业城年租金")
        whole = self._reads("创业城租金补多少") == "按全额算"
        return _pays(two_years) if whole else _at_discretion(two_years)

    def specialties(self) -> Due:
        """三（三）3：5万、20万、100万；300万、500万、1000万。"""
        if not (
            self._local(_CLAUSES_AFTER)
            and self._ecommerce_firm()
            and self._is("主营本地特色产品", "在全国性平台销售")
        ):
            return NOT_DUE
        steps = _reached(self._number("特色产品网销额"), _wan(5, 20, 100, 300, 500, 1000))
        if not steps:
            return NOT_DUE
        before, after = [2000, 5000, 20_000], [20_000, 50_000, 100_000]
        match self._reads("特色产品奖怎么取档"):
            case "只拿最高一档":
                return _pays((before + after)[steps - 1])
            case "前三档后三档相加":
                return _pays(before[min(steps, 3) - 1] + (after[steps - 4] if steps > 3 else 0))
            case _:
                return _pays(sum((before + after)[:steps]))

    def titles(self) -> Due:
        """三（三）4：国家级一次性奖励5万元，省级一次性奖励2万元。"""
        national = sum(
            self._is(title)
            for title in ("有国家农产品地理标志", "有全国驰名电商品牌", "有全国电子商务示范企业")
        )
        provincial = sum(self._is(title) for title in ("有省级著名电商品牌", "有省级电商示范企业"))
        if not (self._local(_WHERE_WRITTEN) and (national or provincial)):
            return NOT_DUE
        match self._reads("称号奖怎么给"):
            case "每级一次":
                return _pays((5 * WAN if national else 0) + (2 * WAN if provincial else 0))
            case "每个称号都给":
                return _pays(national * 5 * WAN + provincial * 2 * WAN)
            case _:
                return _pays(5 * WAN if national else 2 * WAN)

    def packaging(self) -> Due:
        """三（三）5：网上销售达到300万元以上的包装设计、营销策划企业。"""
        due = (
            self._local(_CLAUSES_AFTER)
            and self._is("是包装设计或营销策划企业", "开发地方特色设计")
            and self._number("设计产品网销额") >= 300 * WAN
        )
        return _pays(5 * WAN) if due else NOT_DUE

    def well_known(self) -> Due:
        """三（三）6：一事一议。"""
        return REFERRED if self._is("是知名电商企业", "在汨罗设总部或中心") else NOT_DUE

    def tax(self) -> Due:
        """三（三）7：年纳税额达到100万元、300万元、500万元以上的。"""
        if not (
            self._local(_CLAUSES_AFTER) and self._ecommerce_firm() and self._is("入驻电商产业园")
        ):
            return NOT_DUE
        steps = _reached(self._number("年纳税额"), _wan(100, 300, 500))
        if not steps:
            return NOT_DUE
        prizes = _wan(1, 3, 5)[:steps]
        added = self._reads("税收奖怎么取档") == "累加到封顶"
        return _pays(min(sum(prizes), 5 * WAN) if added else prizes[-1])

    def jobs(self) -> Due:
        """三（三）7：新安排就业，或安排残疾人就业，且网上销售额。"""
        in_park = self._is("入驻电商产业园") or self._reads("就业奖要不要入园") == "不要入园"
        if not (self._local(_CLAUSES_AFTER) and self._ecommerce_firm() and in_park):
            return NOT_DUE
        hired = _reached(self._number("新安排就业人数"), [Decimal(n) for n in (100, 200, 500)])
        disabled = _reached(self._number("安排残疾人就业人数"), [Decimal(n) for n in (20, 50, 100)])
        sales = _reached(self._number("网上销售额"), _wan(300, 500, 1000))
        match self._reads("就业奖三样怎么配"):
            case "同档都要达到":
                step = min(max(hired, disabled), sales)
            case "销售过300万就按人数":
                step = max(hired, disabled) if sales else 0
            case _:
                step = max(hired, min(disabled, sales))
        return _pays(_wan(1, 2, 5)[step - 1]) if step else NOT_DUE

    def poor_staff(self) -> Due:
        """三（三）8：就业达到10人以上……按每人1000元标准。"""
        people = self._number("安排贫困人口就业人数")
        due = (
            self._local(_CLAUSES_AFTER)
            and people >= 10
            and self._is("签一年以上劳动合同", "缴纳社会保险")
        )
        return _pays(1000 * people) if due else NOT_DUE

    def poor_shop(self) -> Due:
        """三（三）9：开店第一年成交10笔以上的网店。"""
        due = (
            self._local(_EVERYONE)
            and self._is("是建档立卡贫困人员", "在第三方平台开网店")
            and self._number("第一年成交笔数") >= 10
        )
        return _pays(1000) if due else NOT_DUE

    def village_station(self) -> Due:
        """三（三）9：网上交易额达到20万元的站点。"""
        due = (
            self._local(_EVERYONE)
            and self._is("是贫困村电商服务站")
            and self._number("站点网上交易额") >= 20 * WAN
        )
        return _pays(1 * WAN) if due else NOT_DUE

    def breakthrough(self) -> Due:
        """三（三）10：年销售收入首次突破200万元、500万元、1000万元。"""
        if not (self._local(_CLAUSES_AFTER) and self._is("网上销售本地产品")):
            return NOT_DUE
        now, before = self._number("年销售收入"), self._number("往年最高年销售收入")
        steps = list(zip(_wan(200, 500, 1000), _wan(1, 2, 5), strict=True))
        fresh = [
            prize
            for limit, prize in steps
            if self._broke_through(now, limit) and not self._broke_through(before, limit)
        ]
        only_once = self._reads("首次是一生一次吗") == "破过就不再给"
        if only_once and any(self._broke_through(before, limit) for limit, _ in steps):
            return NOT_DUE
        if not fresh:
            return NOT_DUE
        return _pays(sum(fresh) if self._reads("首次突破怎么取档") == "几档相加" else fresh[-1])

    def cross_border(self) -> Due:
        """三（三）11：根据交易额情况给予不超过5万元一次性奖励。"""
        if not (self._local(_CLAUSES_AFTER) and self._is("开展跨境电商")):
            return NOT_DUE
        return _at_discretion(5 * WAN if self._number("跨境交易额") else ZERO)

    def payment_platform(self) -> Due:
        """三（四）：自建第三方交易支付平台……15%……最高限额15万元。"""
        if not (self._local(_WHERE_WRITTEN) and self._built_new_platform()):
            return NOT_DUE
        return _pays(min(self._number("自建平台投入费用") * 15 / 100, 15 * WAN))

    def other_innovation(self) -> Due:
        """三（四）：费用超过100万元的，按10%的比例给予补助，最高限额10万元。"""
        spent = self._number("模式创新投入费用")
        if not (
            self._local(_CLAUSES_AFTER)
            and self._is("开展其他模式创新")
            and self._over(spent, 100 * WAN)
        ):
            return NOT_DUE
        excess_only = self._reads("模式创新按哪部分算") == "只算超过部分"
        base = spent - 100 * WAN if excess_only else spent
        return _pays(min(base / 10, 10 * WAN))

    def large_flow(self) -> Due:
        """三（四）：日均资金流量超过50万元且年交易额达到15000万元以上的，每年奖励3万元。"""
        match self._reads("每年3万给哪些企业"):
            case "单独一项":
                meant = self._ecommerce_firm()
            case "只给其他模式创新":
                meant = self._is("开展其他模式创新")
            case _:
                meant = self._is("开展其他模式创新") or self._built_new_platform()
        due = (
            self._local(_CLAUSES_AFTER)
            and meant
            and self._over(self._number("日均资金流量"), 50 * WAN)
            and self._number("年交易额") >= 15_000 * WAN
        )
        return _pays(3 * WAN) if due else NOT_DUE

    def talent(self) -> Due:
        """三（五）：电子商务企业高层次人才。"""
        return REFERRED if self._ecommerce_firm() else NOT_DUE

    def training(self) -> Due:
        """三（五）：按照200元/人次对培训机构给予补助。"""
        due = self._local(_EVERYONE) and self._is("是培训机构")
        return _pays(200 * self._number("培训人次")) if due else NOT_DUE

    def finance(self) -> Due:
        """三（六）：针对电子商务企业的金融产品、融资担保。"""
        return REFERRED if self._ecommerce_firm() else NOT_DUE

    def listing(self) -> Due:
        """三（六）：我市拟上市的电子商务企业。"""
        due = self._local(_WHERE_WRITTEN) and self._ecommerce_firm() and self._is("准备上市")
        return REFERRED if due else NOT_DUE

    def township(self) -> Due:
        """四（三）：排名前三位的乡镇分别奖励3万元、2万元、1万元。"""
        prizes = {Decimal(1): 3 * WAN, Decimal(2): 2 * WAN, Decimal(3): 1 * WAN}
        prize = prizes.get(self._number("农产品线上交易额排名"))
        return _pays(prize) if prize and self._is("是乡镇") else NOT_DUE


AWARDS = {
    "3.2.2": Case.land,
    "3.2.3": Case.traceability,
    "3.3.1": Case.logistics,
    "3.3.2": Case.rent,
    "3.3.3": Case.specialties,
    "3.3.4": Case.titles,
    "3.3.5": Case.packaging,
    "3.3.6": Case.well_known,
    "3.3.7a": Case.tax,
    "3.3.7b": Case.jobs,
    "3.3.8": Case.poor_staff,
    "3.3.9a": Case.poor_shop,
    "3.3.9b": Case.village_station,
    "3.3.10": Case.breakthrough,
    "3.3.11": Case.cross_border,
    "3.4a": Case.payment_platform,
    "3.4b": Case.other_innovation,
    "3.4c": Case.large_flow,
    "3.5a": Case.talent,
    "3.5b": Case.training,
    "3.6a": Case.finance,
    "3.6b": Case.listing,
    "4.3": Case.township,
}

_SAME_KIND = ("3.3.3", "3.3.7a", "3.3.7b", "3.3.10")

# （第3项和第7项中内容同类不重复奖励）: what may be held together of those four.
_TOGETHER = {
    "第10项与同类的不重复": [{"3.3.3", "3.3.7a", "3.3.7b"}, {"3.3.7a", "3.3.10"}],
    "第10项与第3第7整项不重复": [{"3.3.3", "3.3.7a", "3.3.7b"}, {"3.3.10"}],
    "只有第3与第7不重复": [{"3.3.3", "3.3.7a", "3.3.10"}, {"3.3.7a", "3.3.7b", "3.3.10"}],
    "三项同类两两不重复": [
        {"3.3.3", "3.3.7a"},
        {"3.3.7a", "3.3.7b"},
        {"3.3.7a", "3.3.10"},
    ],
    "三项整项两两不重复": [{"3.3.3"}, {"3.3.7a", "3.3.7b"}, {"3.3.10"}],
}


def all_due(profile: Profile, readings: Readings) -> dict[str, Due]:
    """Every award of one complete profile."""
    case = Case(profile, readings)
    return {id: award(case) for id, award in AWARDS.items()}


def lawful_total(due: Mapping[str, Due], readings: Readings) -> tuple[Decimal, Decimal]:
    """The least and the most that may lawfully be held together, best for the applicant."""
    low = sum((d.low for id, d in due.items() if id not in _SAME_KIND), ZERO)
    high = sum((d.high for id, d in due.items() if id not in _SAME_KIND), ZERO)
    best = max(_held(due, held, readings) for held in _TOGETHER[readings["同类不重复管哪些"]])
    return low + best, high + best


def _held(due: Mapping[str, Due], held: set[str], readings: Readings) -> Decimal:
    sums = {id: due[id].low if id in held else ZERO for id in _SAME_KIND}
    seventh = sums["3.3.7a"] + sums["3.3.7b"]
    if readings["第7项封顶怎么算"] == "合起来5万":
        seventh = min(seventh, 5 * WAN)
    return sums["3.3.3"] + seventh + sums["3.3.10"]
