import importlib
import re

import pytest

from milu_bot.late_pattern import late_pattern
from tests.test_house import FILES, ROOT


def test_it_is_a_pattern_with_every_attribute_of_one() -> None:
    late, plain = late_pattern("(?P<one>A)B?", re.IGNORECASE), re.compile("(?P<one>A)B?", re.I)
    assert late.pattern == plain.pattern
    for name in filter(lambda name: name[0] != "_", dir(plain)):
        assert hasattr(late, name)
    for method in ("search", "match", "fullmatch", "findall", "split"):
        for text in ("", "ab", "xaB a"):
            assert str(getattr(late, method)(text)) == str(getattr(plain, method)(text))
    assert (late.flags, late.groups, late.groupindex) == (plain.flags, 1, {"one": 1})
    with pytest.raises(AttributeError):
        late.searched  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_of_the_program_compiles() -> None:
    found = []
    for path in FILES:
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for value in vars(module).values():
            among = value if isinstance(value, tuple) else (value,)
            found += [one for one in among if type(one) is type(late_pattern(""))]
    assert len(found) > 300
    for one in found:
        assert one.flags is not None, one.pattern
