"""The second county's policy once more, in plain Python, to hold the engine against.

Written from source.txt of yunze-2026-3, never from its clauses/. A profile is complete and is
reckoned on one day. Units: yuan, exact; days are ordinals, 0 is a day that never was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tests.eligibility.reference import CAN, NOT_DUE, REFERRED, WAN, ZERO, Due, Profile, Readings

_FIRST_OF_2026 = date(2026, 1, 1).toordinal()
_ENDED = date(2026, 7, 1)
_FROM, _UNTIL = date(2026, 1, 8), date(2029, 1, 8)


def _pays(sum_: Decimal | int) -> Due:
    return Due(CAN, Decimal(sum_), Decimal(sum_))


class Case:
    """One complete profile on one day; a method for each award."""

    def __init__(self, profile: Profile, readings: Readings, day: date) -> None:
        self._profile = profile
        self._readings = readings
        self._day = day

    def _is(self, fact: str) -> bool:
        return self._profile[fact] == "是"

    def _number(self, fact: str) -> Decimal:
        value = self._profile[fact]
        assert isinstance(value, Decimal), fact
        return value

    def served(self) -> bool:
        """一（一） and 三（一）: whose case is looked at at all, and on which days."""
        return (
            _FROM <= self._day < _UNTIL
            and self._is("是本县经营主体")
            and not self._is("被列入失信名单")
            and not self._is("三年内有食品安全事故")
        )

    def shrimp(self) -> Due:
        """二（一）：50亩以内每亩200元，50亩至200亩的部分150元，超过200亩的部分100元，最高5万元。"""
        area = self._number("连片稻虾面积")
        if not self._is("做稻虾共作") or area < 50:
            return NOT_DUE
        total = 50 * 200 + (min(area, Decimal(200)) - 50) * 150
        total += (area - 200) * 100 if area > 200 else 0
        return _pays(min(total, 5 * WAN))

    def cold_store(self) -> Due:
        """二（二）：每满100平方米3000元，最多按500平方米。"""
        hundreds = int(min(self._number("新建冷库面积"), Decimal(500))) // 100
        return _pays(3000 * hundreds)

    def contest(self) -> Due:
        """二（三）：前3名3万元，前10名的其他人1万元。"""
        rank = self._number("品质评比名次")
        if not self._is("做稻虾共作") or not 1 <= rank <= 10:
            return NOT_DUE
        return _pays(3 * WAN if rank <= 3 else WAN)

    def tea_garden(self) -> Due:
        """二（四）：20亩以上每亩500元，100亩以上每亩800元。"""
        area = self._number("新建茶园面积")
        if not self._is("做茶叶") or area < 20:
            return NOT_DUE
        if area < 100:
            return _pays(area * 500)
        if self._readings["新建茶园怎么算"] == "全部面积一个标准":
            return _pays(area * 800)
        return _pays(100 * 500 + (area - 100) * 800)

    def _certificate(self, fact: str, money: Decimal) -> Due:
        return _pays(money) if self._is("做茶叶") and self._is(fact) else NOT_DUE

    def origin(self) -> Due:
        """二（五）：地理标志授权2万元。"""
        return self._certificate("有地理标志授权", 2 * WAN)

    def green(self) -> Due:
        """二（五）：绿色食品认证3万元。"""
        return self._certificate("有绿色食品认证", 3 * WAN)

    def organic(self) -> Due:
        """二（五）：有机认证5万元。"""
        return self._certificate("有有机认证", 5 * WAN)

    def staff(self) -> Due:
        """二（六）：每人每月300元，最多12个月。"""
        months = min(self._number("村民在岗月数"), Decimal(12))
        return _pays(300 * months * self._number("新招村民人数"))

    def new_inn(self) -> Due:
        """二（七）：2026年1月1日以后登记注册的民宿2万元。"""
        registered = self._number("民宿登记日期")
        first_counts = self._readings["以后含不含当天"] == "含"
        after = registered >= _FIRST_OF_2026 if first_counts else registered > _FIRST_OF_2026
        return _pays(2 * WAN) if self._is("做民宿") and after else NOT_DUE

    def old_inn(self) -> Due:
        """二（七）：登记注册满一年且正常经营，每年1万元。"""
        registered = int(self._number("民宿登记日期"))
        if not (self._is("做民宿") and self._is("民宿正常经营")) or not registered:
            return NOT_DUE
        began = date.fromordinal(registered)
        if began.year + 1 > self._day.year:
            return NOT_DUE
        try:
            full = began.replace(year=began.year + 1)
        except ValueError:  # 29 February
            full = began.replace(year=began.year + 1, day=28)
        return _pays(WAN) if self._day >= full else NOT_DUE

    def pumps(self) -> Due:
        """二（八）：每台400元，执行到2026年6月30日。"""
        return NOT_DUE if self._day >= _ENDED else _pays(400 * self._number("抽水机具台数"))

    def loan(self) -> Due:
        """二（九）：优惠贷款，具体办法另行制定。"""
        return REFERRED if self._is("需要贷款") else NOT_DUE


AWARDS = {
    "2.1a": Case.shrimp,
    "2.2a": Case.cold_store,
    "2.3a": Case.contest,
    "2.4a": Case.tea_garden,
    "2.5a": Case.origin,
    "2.5b": Case.green,
    "2.5c": Case.organic,
    "2.6a": Case.staff,
    "2.7a": Case.new_inn,
    "2.7b": Case.old_inn,
    "2.8a": Case.pumps,
    "2.9a": Case.loan,
}


def all_due(profile: Profile, readings: Readings, day: date) -> dict[str, Due]:
    """Every award of one complete profile on one day."""
    case = Case(profile, readings, day)
    served = case.served()
    return {id: award(case) if served else NOT_DUE for id, award in AWARDS.items()}


def lawful_total(due: Mapping[str, Due]) -> Decimal:
    """What may be had together: 二（二） 6万元, 二（五） the highest alone, 三（二） 20万元."""
    shrimp = min(due["2.1a"].low + due["2.2a"].low, 6 * WAN)
    certificate = max(due[id].low for id in ("2.5a", "2.5b", "2.5c"))
    others = sum((due[id].low for id in ("2.3a", "2.4a", "2.6a", "2.7a", "2.7b", "2.8a")), ZERO)
    return min(shrimp + certificate + others, 20 * WAN)
