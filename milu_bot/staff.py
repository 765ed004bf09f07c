"""Who works with the bot, and what each may do in the chat."""

from __future__ import annotations

import re
from enum import StrEnum

_ONE = re.compile(r"\s*([a-z_]+:[^\s=:,，]+)\s*=\s*([a-z]+)\s*")
_HOW = (
    "要写成 渠道:编号=权限，几个人用英文逗号隔开，例如 telegram:12345=publisher,telegram:678=viewer。"
    "权限有 viewer（看信箱和统计）、editor（还能检查知识）、publisher（还能重读知识）。"
    "编号问本人：让他在私聊里对机器人发 /whoami。"
)


class Role(StrEnum):
    """What somebody may do; each may also do what those before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"

    def may_act_as(self, other: Role) -> bool:
        """Whether this role includes the other."""
        order = list(Role)
        return order.index(self) >= order.index(other)


def read_staff(text: str) -> dict[str, Role]:
    """Roles by channel and id, as "telegram:12345=publisher,telegram:678=viewer".

    Raises: ValueError with a Chinese sentence that says what to mend.
    """
    staff: dict[str, Role] = {}
    for place, one in enumerate(re.split("[,，]", text), 1):
        if not one.strip():
            continue
        found = _ONE.fullmatch(one)
        if found is None or found[2] not in list(Role):
            raise ValueError(f"MILU_STAFF 第 {place} 项“{one.strip()}”写得不对。{_HOW}")
        if found[1] in staff:
            raise ValueError(f"MILU_STAFF 里“{found[1]}”写了两次，请删掉一个。")
        staff[found[1]] = Role(found[2])
    return staff
