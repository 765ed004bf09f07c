"""What the commands share: settings, the knowledge, the stores and the desk, put together from their parts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from milu_bot.clock import today, utc_now
from milu_bot.commands.options import SaidInChinese

if TYPE_CHECKING:
    from milu_bot.dialogue.counsel import Counsel
    from milu_bot.edition import Edition
    from milu_bot.eligibility.rulebook import Rulebook
    from milu_bot.front_desk import FrontDesk
    from milu_bot.heads import HeadCache, Sharpener
    from milu_bot.language.head import Head
    from milu_bot.live import Live, News
    from milu_bot.policy import Policy
    from milu_bot.rendering import Renderer
    from milu_bot.settings import Settings
    from milu_bot.staff import Role
    from milu_bot.staff_desk import StaffDesk
    from milu_bot.stores.opening import Stores


def read_settings() -> Settings:
    """What is set from outside.

    Raises: SaidInChinese if a variable is wrong.
    """
    from pydantic import ValidationError

    from milu_bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        names = "、".join("MILU_" + str(detail["loc"][0]).upper() for detail in error.errors())
        raise SaidInChinese(f"环境变量写得不对：{names}。请改好，或者删掉用默认的。") from None
    for folder in settings.folders:
        if not folder.is_dir():
            raise SaidInChinese(f"找不到知识文件夹 {folder}。请检查环境变量 MILU_KNOWLEDGE。")
    return settings


def load_policies(settings: Settings) -> list[Policy]:
    """Every policy that is served.

    Raises: SaidInChinese with every problem if one does not load.
    """
    from milu_bot.knowledge.problems import KnowledgeError
    from milu_bot.policy_cache import PolicyCache
    from milu_bot.proving import same_names

    cache = PolicyCache(settings.cache)
    policies, problems = [], []
    for folder in settings.folders:
        try:
            policies.append(cache.load(folder))
        except KnowledgeError as error:
            problems.append(str(error))
    if not problems:
        problems += map(str, same_names(policies, settings.folders))
    if problems:
        raise SaidInChinese(
            "\n".join([*problems, "知识文件有错，改好再来。运行 python bot.py check 可以看全部。"])
        )
    return policies


def load_policy(settings: Settings, wanted: str | None = None) -> Policy:
    """The policy that is served, or of several the one that is wanted, by its id or its folder's name.

    Raises: SaidInChinese if it does not load, or if it is not told which.
    """
    return load_policies(one_of(settings, wanted))[0]


def one_of(settings: Settings, wanted: str | None) -> Settings:
    """The settings with the folder of one policy alone."""
    folders = settings.folders
    if wanted is None:
        found = list(folders) if len(folders) == 1 else []
    else:
        found = [f for f in folders if wanted in (f.name, _id_of(f))]
    if not found:
        known = "、".join(f.name for f in folders)
        said = f"没有叫“{wanted}”的政策" if wanted else "这里有几份政策，要说明是哪一份"
        raise SaidInChinese(f"{said}。请加 --policy 名字，能写的有：{known}。")
    return settings.model_copy(update={"knowledge": found[0]})


def _id_of(folder: Path) -> str:
    from milu_bot.knowledge.loader import read_draft

    return read_draft(folder).policy.masthead.id


def open_rulebook(
    settings: Settings, day: date | None = None, wanted: str | None = None
) -> Rulebook:
    """The policy, compiled for reckoning on this day, or today."""
    from milu_bot.eligibility.rulebook import Rulebook

    return Rulebook(load_policy(settings, wanted), day or today())


def known_head(settings: Settings, policy: Policy) -> Head | None:
    """The trained head of these very words, if it is wanted and there is one already."""
    return None if settings.matching == "plain" else head_cache(settings).find(policy)


def head_cache(settings: Settings) -> HeadCache:
    """Where trained heads are kept."""
    from milu_bot.heads import HeadCache

    return HeadCache(settings.cache)


def open_edition(
    settings: Settings, *, day: date | None = None, wanted: str | None = None, sharp: bool = False
) -> Edition:
    """What is served, ready to be asked and reckoned; with trained heads where there are some already.

    `day` is looked at instead of the day of each turn. `sharp` waits for all that sharpens it:
    for many questions at once, where nobody waits for the first.
    """
    from milu_bot.edition import publish
    from milu_bot.rendering import read_templates

    settings = settings if wanted is None else one_of(settings, wanted)
    policies = load_policies(settings)
    edition = publish(policies, read_templates(settings.templates), prepared_by(settings, day))
    for counsel in edition.counsels if sharp else ():
        better: list[Counsel] = []
        if sharpener := open_sharpener(settings):
            sharpener.begin(counsel, better.append).join()
        edition = edition.sharpened(better[-1]) if better else edition
    return edition


def prepared_by(settings: Settings, day: date | None = None) -> Callable[[Policy], Counsel]:
    """How a policy is made ready: with its trained head if that is wanted and there is one already."""
    from milu_bot.dialogue.counsel import prepare

    def ready(policy: Policy) -> Counsel:
        if settings.matching == "plain":
            return replace(prepare(policy, forms=head_cache(settings).forms(policy)), day=day)
        return replace(prepare(policy, known_head(settings, policy)), day=day)

    return ready


def open_sharpener(settings: Settings) -> Sharpener | None:
    """What trains and loads beside a door that already serves; None where nothing is to be learnt."""
    from milu_bot.heads import Sharpener

    if settings.matching == "plain":
        return None
    train = train_command("--quiet")
    return Sharpener(head_cache(settings), train, encoder=settings.matching == "full")


def train_command(*options: str) -> tuple[str, ...]:
    """What trains the head in a process of its own."""
    from milu_bot.settings import ROOT

    return (sys.executable, str(ROOT / "bot.py"), "train", *options)


def open_renderer(settings: Settings, rulebook: Rulebook) -> Renderer:
    """The templates, ready to put replies into words."""
    from milu_bot.rendering import Renderer, read_templates

    return Renderer(read_templates(settings.templates), rulebook)


def open_live(
    settings: Settings,
    told: Callable[[News], None] = lambda news: None,
    day: date | None = None,
) -> Live:
    """The knowledge, to be watched once it is started: what is edited goes live when it is right.

    `told` hears of every edit. A trained head is used where there is one already, and else as soon as it is ready.
    `day` is looked at instead of the day of each turn.
    """
    from milu_bot.live import Live
    from milu_bot.proving import ChildProver

    sharpeners: dict[str, Sharpener | None] = {}

    def sharpen(counsel: Counsel, ready: Callable[[Counsel], None]) -> None:
        id = counsel.policy.masthead.id
        if id not in sharpeners:
            sharpeners[id] = open_sharpener(settings)
        if sharpener := sharpeners[id]:
            sharpener.begin(counsel, ready)

    places = settings.templates, settings.folders
    return Live(
        *places,
        lambda: open_edition(settings, day=day),
        ChildProver(*places),
        prepared_by(settings, day),
        sharpen,
        told,
    )


def only_in_a_file(settings: Settings) -> None:
    """Refuse what can be done to a file store alone."""
    if settings.redis_url is not None:
        raise SaidInChinese(
            "现在对话存在 Redis 里（MILU_REDIS_URL）。请用 Redis 自己的办法备份和恢复。"
        )


def open_stores(settings: Settings) -> Stores:
    """The stores that the settings name."""
    from milu_bot.stores.errors import StoreError
    from milu_bot.stores.opening import open_redis, open_sqlite

    try:
        if settings.redis_url is not None:
            return open_redis(settings.redis_url.get_secret_value())
        return open_sqlite(settings.store)
    except StoreError as error:
        raise SaidInChinese(str(error)) from None


def open_staff_desk(settings: Settings, live: Live, stores: Stores) -> StaffDesk:
    """The desk at which staff are served in the chat."""
    from milu_bot.proving import ChildProver, told
    from milu_bot.staff_desk import StaffDesk, Workshop

    # A child of its own, so that a check and a reload do not wait for each other's.
    prover = ChildProver(settings.templates, settings.folders)
    workshop = Workshop(lambda: told(prover()), lambda: str(live.reload()))
    staff = staff_of(settings)
    return StaffDesk(staff, stores, lambda: live.current().policies[0], workshop, utc_now)


def staff_of(settings: Settings) -> dict[str, Role]:
    """The staff and their roles.

    Raises: SaidInChinese if they are not written rightly.
    """
    from milu_bot.staff import read_staff

    try:
        return read_staff(settings.staff)
    except ValueError as error:
        raise SaidInChinese(str(error)) from None


def open_desk(settings: Settings, live: Live) -> FrontDesk:
    """The front desk of a door that serves one person after another."""
    from milu_bot.front_desk import FrontDesk

    stores = open_stores(settings)
    stores.expire(utc_now())
    staff = open_staff_desk(settings, live, stores)
    return FrontDesk(live.current, stores.conversations, stores.inbox, staff=staff)
