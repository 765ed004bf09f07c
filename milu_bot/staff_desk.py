"""Staff in the chat: a few commands, by role, in private, each written into the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from milu_bot.days import china_day
from milu_bot.message import Incoming
from milu_bot.policy import Policy
from milu_bot.staff import Role
from milu_bot.staff_pages import groups_of, inbox_page, stats_page
from milu_bot.stores.opening import Stores

WHOAMI = "/whoami"
NEEDS = {
    "/inbox": Role.VIEWER,
    "/stats": Role.VIEWER,
    "/check": Role.EDITOR,
    "/reload": Role.PUBLISHER,
}
"""The commands and the least role for each."""
_SLOW = ("/check", "/reload")
_MEANWHILE = "正在检查知识，请等几秒。"
_MOST = 10
"""Units: groups of the inbox that a chat shows."""
_DAYS = 30


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody of the staff wants. `work` gives the answer; it may take seconds, and touches the store."""

    work: Callable[[], str]
    meanwhile: str = ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What staff may have done to the knowledge. Both take a second or two, and give a Chinese sentence."""

    check: Callable[[], str]
    reload: Callable[[], str]


class StaffDesk:
    """Knows staff by their channel and id. To all others it is not there, but for their own id."""

    def __init__(
        self,
        staff: Mapping[str, Role],
        stores: Stores,
        policy: Callable[[], Policy],
        workshop: Workshop,
        clock: Callable[[], datetime],
    ) -> None:
        self._staff, self._stores, self._policy = staff, stores, policy
        self._workshop, self._clock = workshop, clock
        self._one_at_a_time = Lock()

    def order(self, incoming: Incoming) -> Order | None:
        """What this message orders; None if it is no order, or none of this person's business.

        Who is no staff gets no hint that orders exist. Their own id they may know: it is theirs, and
        without it nobody could be entered as staff.
        """
        word = incoming.text.strip().lower()
        user = f"{incoming.channel}:{incoming.user}"
        role = self._staff.get(user)
        if not incoming.private:
            return None
        if word == WHOAMI:
            return Order(partial(self._whoami, user, role))
        if role is None or word not in NEEDS:
            return None
        if not role.may_act_as(NEEDS[word]):
            return Order(partial(self._refuse, user, role, word))
        return Order(partial(self._obey, user, role, word), _MEANWHILE if word in _SLOW else "")

    def _whoami(self, user: str, role: Role | None) -> str:
        if role is None:
            return f"您的编号是 {user}"
        self._log(user, role, WHOAMI, "看了")
        orders = [WHOAMI, *(word for word, least in NEEDS.items() if role.may_act_as(least))]
        return f"您的编号是 {user}，权限是 {role}，可以用 {' '.join(orders)}"

    def _refuse(self, user: str, role: Role, word: str) -> str:
        self._log(user, role, word, "没有权限")
        return f"您的权限是 {role}，不能用 {word}。要用，请管理机器人的人改 MILU_STAFF。"

    def _obey(self, user: str, role: Role, word: str) -> str:
        match word:
            case "/inbox":
                groups = groups_of(self._stores.inbox.all(), self._policy().wording)
                page, outcome = inbox_page(groups, most=_MOST), f"看了 {len(groups)} 类"
            case "/stats":
                since = china_day(self._clock()) - timedelta(days=_DAYS - 1)
                counts = self._stores.counts.since(since)
                page, outcome = stats_page(counts, self._policy(), _DAYS), "看了"
            case _:
                work = self._workshop.check if word == "/check" else self._workshop.reload
                with self._one_at_a_time:
                    page = work()
                outcome = page.split("\n", 1)[0]
        self._log(user, role, word, outcome)
        return page

    def _log(self, user: str, role: Role, what: str, outcome: str) -> None:
        self._stores.staff_log.append(user, role, what, outcome, self._clock())
