"""Words or numbers -> the options of a list that they name: 1 3 5, 第一个, or words that only one option has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from milu_bot.language.answer_values import DONT_KNOW, MOST_SUGGESTIONS, DontKnow, Unclear
from milu_bot.language.number_words import read_numeral
from milu_bot.language.numerals import mentions
from milu_bot.language.phrases import (
    asks,
    asks_outright,
    clauses,
    in_order,
    in_our_words,
    is_whole,
    says_unknown,
    spelled,
    squeezed,
)
from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording
from milu_bot.policy import Fact

_EDGES = " ，,。.、！!？?"
_NEAR_ENOUGH = 88
"""Of 100: how like an option's own words the person's must be where no word fits exactly."""
_ALL = ("全部", "全选", "都有", "以上都有", "全部都有", "全都有", "样样都有", "所有", "全都是")
_ONLY_NUMBERS = late_pattern(
    r"(?:[0-9零一二两三四五六七八九十]+|[第个项号条样种类题选和跟与及加还有我的是就这那了要吧啊呢、,，.。;；:/／\s()（）])+"
)
_NUMBER = late_pattern(r"[0-9]+|[零一二两三四五六七八九十]+")
_TO = late_pattern(
    r"第?([0-9]+|[一二三四五六七八九十]+)个?(?:到|至|[-~～—])第?([0-9]+|[一二三四五六七八九十]+)[个项]?"
)
_NOT = late_pattern("没有|没得|冇|没|未|不|非|莫|无|除了")
_ASIDE = late_pattern("（不是[^）]*）|\\(不是[^)]*\\)")
_SPLIT = late_pattern(
    r"[^\u4e00-\u9fffA-Za-z0-9%]|[的了或想在是和有里来做给这样上到也要把别主们您]|"
    r"企业|公司|产品|网上|项目|平台|中心|系统|本地|全市|国家级|省级|国家|全国|员工|"
    r"登记|上班|其他|一年|主要|知名(?=品)|品牌|新增|机构|政府(?!$)"
)
_LISTED = late_pattern(r"[、，,。；（）()]|或(?!者)|或者|[的了在是有做给要]|这样|来(?=上班)")
_NONE = late_pattern(
    "0|零|(?:我们?|都|还|一[样个]都)?(?:没有?|没得|冇|冇得)(?:拿到?|得到?|做|弄|搞|沾边)?[过了的]?"
)
_CIRCLED = late_pattern("[①-⑳]")
_MYSELF = late_pattern(
    r"^(?:我|我们|我家|我屋里|屋里|家里|本人|自己|俺)?(?:们|家|里)?(?:就|也|都)?是(?!做|搞|卖|在|招|有|要)"
)
_PEOPLE = late_pattern(
    "家里?有|屋里有|本人|自己|老婆|老公|爱人|儿子|女儿|父|母|爸|妈|隔壁|朋友|亲戚|别人|以前|曾经|原来"
)
_PLANS = late_pattern("准备|打算|计划|想|可能|好像|大概|应该|如果|要是|将来|以后|明年")


def read_choice(fact: Fact, text: str, wording: Wording) -> str | DontKnow | Unclear:
    """Read the answer to a fact with one option; see `answers.read_answer`."""
    words, options = spelled(_CIRCLED.sub(r" \g<0> ", text)), list(fact.options)
    if is_whole(words, wording.unknown, wording):
        return DONT_KNOW
    if asks_outright(words):
        return _ask(fact, "这像是在问问题。")
    if named := _exactly(fact, words):
        return named
    if _ONLY_NUMBERS.fullmatch(words) and (numbers := _numbers(words)):
        if len(numbers) == 1 and 1 <= numbers[0] <= len(options):
            return options[numbers[0] - 1]
        return _ask(fact, f"这里只能选一个，从 1 到 {len(options)}。")
    if says_unknown(words, wording):
        return DONT_KNOW
    if asks(words, wording):
        return _ask(fact, "这像是在问问题。")
    named_here: set[str] = set()
    for part in clauses(in_our_words(_without_numbers(words), wording)):
        if not _NOT.search(part):
            named_here |= _meant(fact, part) or _near(fact, part)
    if len(named_here) == 1:
        return named_here.pop()
    return _candidates(fact, named_here)


def read_choices(fact: Fact, text: str, wording: Wording) -> frozenset[str] | DontKnow | Unclear:
    """Read the answer to a fact with several options; see `answers.read_answer`."""
    words, options = spelled(_CIRCLED.sub(r" \g<0> ", text)), list(fact.options)
    if is_whole(words, wording.unknown, wording):
        return DONT_KNOW
    if asks_outright(words):
        return _ask(fact, "这像是在问问题。")
    if is_whole(words, wording.none_of_them, wording) or _NONE.fullmatch(squeezed(words)):
        return frozenset()
    if squeezed(words) in _ALL:
        return frozenset(options)
    if named := _exactly(fact, words):
        return frozenset({named})
    if _ONLY_NUMBERS.fullmatch(words) or _TO.fullmatch(words.strip()):
        return _by_numbers(fact, words)
    if asks(words, wording):
        return _ask(fact, "这像是在问问题。")
    if says_unknown(words, wording):
        return _ask(fact, "您像是拿不准。")
    if not _without_numbers(words).strip(_EDGES):
        return _ask(fact, "这一题是选几样，不是填数。")
    chosen: set[str] = set()
    for part in _parts(words):
        named_here = _exactly(fact, part)
        bare = in_our_words(_without_numbers(part), wording)  # 320万 is no 15000万元
        found = {named_here} if named_here else _told(fact, bare)
        if found is None or (not found and not _NOT.search(part)):
            return _half_understood(fact, part, chosen)
        chosen |= found
    return frozenset(chosen) if chosen else _ask(fact, "没看懂是哪几样。")


def only_numbers(text: str) -> bool:
    """Whether it names options by their numbers alone: ②, 1 3, 第二个."""
    return _ONLY_NUMBERS.fullmatch(spelled(_CIRCLED.sub(r" \g<0> ", text))) is not None


def names_an_option(fact: Fact, text: str) -> bool:
    """Whether it is an option's own words, as a button types them, and so tells nothing besides."""
    return _exactly(fact, spelled(text)) is not None


def within_an_option(fact: Fact, text: str) -> bool:
    """Whether some part of a text stands in an option's own words."""
    own = [squeezed(spelled(words)) for option in fact.options.items() for words in option]
    parts = filter(None, map(squeezed, clauses(spelled(text))))
    return any(part in words for part in parts for words in own)


def _without_numbers(words: str) -> str:
    """The words without figures and their units: 10个人 names no 个人店铺."""
    for mention in reversed(mentions(words)):
        words = words[: mention.start] + " " + words[mention.end :]
    return words


def _parts(words: str) -> Iterator[str]:
    for part in clauses(words):
        yield from filter(None, re.split(r"\s+|还有|以及|并且|而且", part))


def _ask(fact: Fact, why: str, offered: tuple[str, ...] = ()) -> Unclear:
    several = (
        "可以回几个数字，比如“1 3”；都没有就说“都没有”"
        if fact.answer == "多选"
        else "请回一个数字或选项"
    )
    return Unclear(f"{why}{several}；不清楚就说“不知道”。", offered)


def _candidates(fact: Fact, names: set[str]) -> Unclear:
    near = tuple(name for name in fact.options if name in names)[:MOST_SUGGESTIONS]
    if near:
        return _ask(fact, f"您说的是{'，还是'.join(f'“{name}”' for name in near)}？", near)
    return _ask(fact, "没看懂是哪一种。", tuple(fact.options)[:MOST_SUGGESTIONS])


def _half_understood(fact: Fact, part: str, chosen: set[str]) -> Unclear:
    order = [str(number) for number, name in enumerate(fact.options, 1) if name in chosen]
    return _ask(
        fact, f"“{part[:20]}”对不上这里的选项。", (" ".join(order),) if len(order) > 1 else ()
    )


def _exactly(fact: Fact, words: str) -> str | None:
    bare = squeezed(words)
    for name, text in fact.options.items():
        if bare and bare in (squeezed(spelled(name)), squeezed(spelled(text))):
            return name
    return None


def _value(word: str) -> int:
    numeral = read_numeral(word, 0)
    return int(numeral.low) if numeral and numeral.is_point and not numeral.flaw else -1


def _numbers(words: str) -> list[int]:
    found: list[str] = _NUMBER.findall(words)
    apart = (
        list(word) if re.fullmatch("[一二三四五六七八九]{2,}", word) else [word] for word in found
    )
    return [_value(word) for part in apart for word in part]


def _by_numbers(fact: Fact, words: str) -> frozenset[str] | Unclear:
    options = list(fact.options)
    if pair := _TO.fullmatch(words.strip()):
        first, last = _value(pair[1]), _value(pair[2])
        if "到" in words or "至" in words:
            numbers = list(range(first, last + 1))
        else:
            return _ask(
                fact,
                f"是 {first} 和 {last} 两样，还是从 {first} 到 {last}？",
                (f"{first} {last}", f"{first}到{last}"),
            )
    else:
        found = _NUMBER.findall(words)
        digits = found[0] if len(found) == 1 and found[0].isascii() and len(found[0]) > 1 else ""
        if digits and not re.search("第|个|项|号", words):
            return _run_together(fact, digits)
        numbers = _numbers(words)
    if not numbers or not all(1 <= number <= len(options) for number in numbers):
        return _ask(fact, f"这里的数字从 1 到 {len(options)}。")
    return frozenset(options[number - 1] for number in numbers)


def _run_together(fact: Fact, digits: str) -> frozenset[str] | Unclear:
    """135 is 1, 3 and 5 only if it can be nothing else."""
    options, most = list(fact.options), len(fact.options)
    apart = [int(digit) for digit in digits]
    as_list = apart == sorted(set(apart)) and all(1 <= number <= most for number in apart)
    pairs = any(10 <= int(digits[at : at + 2]) <= most for at in range(len(digits) - 1))
    if as_list and not pairs:
        return frozenset(options[number - 1] for number in apart)
    if 1 <= int(digits) <= most:
        return frozenset({options[int(digits) - 1]})
    spread = " ".join(digits)
    offered = (f"第{digits}个",) if int(digits) <= most else ()
    return _ask(fact, "请在数字之间空一格。", (*offered, spread) if as_list else offered)


def _told(fact: Fact, part: str) -> set[str] | None:
    """The options a clause of free words names; None if it must be asked back."""
    if _PEOPLE.search(part) or any(word not in str(fact.options) for word in _PLANS.findall(part)):
        return None
    found = _meant(fact, part)
    if not found and len(near := _near(fact, part)) == 1:
        found = near
    if _NOT.search(part):
        return set() if found else None
    if _MYSELF.search(part):
        found = {name for name in found if fact.options[name].startswith("是")}
    return found or None


def _meant(fact: Fact, part: str) -> set[str]:
    """The options that have a word of this clause to themselves."""
    bare = _own(fact, part)
    ids = {name for name in fact.options if name in bare}
    ids = {name for name in ids if not any(name != other and name in other for other in ids)}
    said = {name for name, phrases in fact.options_said.items() if any(p in bare for p in phrases)}
    if ids | said:
        return ids | said
    words = {name: _words(name, text) for name, text in fact.options.items()}
    shared = {w for name, own in words.items() for w in own if _of_another(w, name, words)}
    for word in sorted(shared & {w for w in shared if w in bare}, key=len, reverse=True):
        bare = bare.replace(word, " ")  # 想开店 is no more of one option than 开店
    return {name for name, own in words.items() if any(w in bare for w in own - shared)}


def _near(fact: Fact, part: str) -> set[str]:
    """The options whose words are shortened or a little misspelt here."""
    bare = _own(fact, part)
    if len(bare) < 4:
        return set()
    texts = {name: _ASIDE.sub("", text) for name, text in fact.options.items()}
    if short := {name for name, text in texts.items() if in_order(bare, f"{name} {text}")}:
        return short
    scores = {
        name: max(fuzz.partial_ratio(bare, squeezed(form)) for form in (name, text))
        for name, text in texts.items()
    }
    return {name for name, score in scores.items() if score >= _NEAR_ENOUGH}


def _own(fact: Fact, part: str) -> str:
    """The clause without the words that staff know to speak of another thing."""
    bare = squeezed(part)
    for word in fact.not_said:
        bare = bare.replace(word, "")
    return bare


def _of_another(word: str, name: str, words: Mapping[str, frozenset[str]]) -> bool:
    return any(word in other for n, own in words.items() if n != name for other in own)


@lru_cache(maxsize=512)
def _words(name: str, text: str) -> frozenset[str]:
    """What characterises an option: its listed words, and the parts of them that are not common words."""
    text = _ASIDE.sub("", text)
    whole = {piece for piece in _LISTED.split(text) if len(piece) > 1}
    rare = {piece for form in (name, text) for piece in _SPLIT.split(form) if len(piece) > 1}
    parts = {
        piece[i:j]
        for piece in rare
        for i in range(len(piece))
        for j in range(i + 2, len(piece) + 1)
    }
    return frozenset(whole | parts)
