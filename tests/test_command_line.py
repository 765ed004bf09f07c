"""The commands as other programs use them: the real process, its output and its exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.commands import invoke
from tests.conftest import KNOWLEDGE, ROOT


def run(
    *arguments: str,
    given: str | bytes = "",
    store: Path | None = None,
    more: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MILU_STORE": str(store or "unused.sqlite3"), "PYTHONUTF8": "0"}
    environment |= more or {}
    raw = given if isinstance(given, bytes) else given.encode()
    done = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        input=raw,
        capture_output=True,
        env=environment,
        check=False,
        timeout=60,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_ask_answers_a_question_a_line(tmp_path: Path) -> None:
    asked = [
        "贫困户开网店有补贴吗",
        "怎么申请",
        "帮我算算能领多少",
        "今天天气怎么样",
        "你好",
        "三（三）8",
    ]
    file = tmp_path / "questions.txt"
    file.write_text("\ufeff" + "\r\n".join([*asked, "", "<b>{{7*7}}</b>", "补" * 100_000]), "utf-8")
    found = rows(run("ask", "--batch", str(file)).stdout)
    assert [row["kind"] for row in found[:6]] == [
        "answer",
        "apply",
        "assess",
        "out_of_scope",
        "chitchat",
        "answer",
    ]
    assert found[0]["clauses"][0] == "3.3.9a"
    assert found[5]["clauses"] == ["3.3.8"]
    assert all(row.keys() == {"question", "kind", "clauses", "reply", "ms"} for row in found)
    assert "49" not in found[6]["reply"]
    assert "太长" in found[7]["reply"]


def test_assess_gives_every_award_with_its_reasons() -> None:
    facts = {
        "在本地注册": True,
        "是电商企业": True,
        "主营本地特色产品": True,
        "在全国性平台销售": True,
        "特色产品网销额": "320万元",
        "网上销售本地产品": True,
        "年销售收入": 5_000_000.01,
        "往年最高年销售收入": 0,
        "溯源系统总投资": 66666.66,
        "入驻溯源体系": "是",
        "进入创业城开店": True,
    }
    found = json.loads(invoke("assess", "-", "--json", given=json.dumps(facts)).stdout)
    awards = found["awards"]
    assert len(awards) == 23
    assert awards["3.3.3"]["status"] == "can_claim"
    assert (awards["3.3.3"]["low"], awards["3.3.3"]["high"]) == (20000, 20000)
    assert awards["3.3.3"]["other_readings"] == {"low": 20000, "high": 47000}
    assert awards["3.3.3"]["next_tier"]["low"] == 50000
    assert awards["3.2.3"]["low"] == 20000
    assert awards["3.3.2"] | {"because": []} == awards["3.3.2"] | {"because": []}
    assert (awards["3.3.2"]["status"], awards["3.3.2"]["low"], awards["3.3.2"]["high"]) == (
        "can_claim",
        0,
        None,
    )
    assert awards["3.3.2"]["missing"] == ["创业城年租金"]
    assert awards["3.3.7a"]["status"] == "open"
    assert {"clause": "3.3.3", "quote": "电子商务企业", "met": True}.items() <= awards["3.3.3"][
        "because"
    ][1].items()
    assert found["set_aside"][0]["quote"] == "第3项和第7项中内容同类不重复奖励"
    assert found["total"].keys() == {"once", "yearly", "unstated", "all"}
    assert found["total"]["all"]["high"] is None
    assert found["total_under_any_reading"]["low"] <= found["total"]["all"]["low"]


BAD_FACTS = [
    ('{"年纳税": 5}', "年纳税额"),
    ('{"年纳税额": -1}', "负数"),
    ('{"年纳税额": NaN}', "不是数字"),
    ('{"年纳税额": 1e309}', "太大"),
    ('{"年纳税额": "0x10"}', "年纳税额"),
    ('{"年纳税额": "一亿亿亿元"}', "年纳税额"),
    ('{"年纳税额": 0.001}', "最小到"),
    ('{"新安排就业人数": "10家"}', "单位"),
    ('{"新安排就业人数": 1.5}', "最小到"),
    ('{"在本地注册": 3}', "是"),
    ('{"在本地注册": ["是"]}', "只能写一个"),
    ('{"已获称号": ["国家级"]}', "选项"),
    ('{"年纳税额": 1, "年纳税额": 2}', "写了两次"),
    ('{"年纳税额": {"low": "x"}}', "low"),
    ('{"年纳税额": ' + "9" * 5000 + "}", "数字"),
    ("[" * 20_000, "一层套一层"),
    ("[1]", "事实: 回答"),
    ("{", "JSON"),
]


def test_a_bad_case_says_what_to_mend_and_harms_no_other(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    good = '{"是培训机构": true, "培训人次": 300}'
    file.write_text("\n".join([*(case for case, _ in BAD_FACTS), good]), "utf-8")
    done = invoke("assess", "--batch", str(file))
    found = rows(done.stdout)
    assert done.exit_code == 1
    for row, (case, said) in zip(found, BAD_FACTS, strict=False):
        assert said in "".join(row["error"]), (case[:60], row)
    assert found[-1]["awards"]["3.5b"]["low"] == 60000


def test_a_case_in_yaml_with_a_full_width_colon_is_named_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("在本地注册: 是\n年纳税额：120万元\n", "utf-8")
    done = invoke("assess", str(file))
    assert done.exit_code == 1
    assert "第 2 行" in done.stderr
    assert "英文冒号" in done.stderr


def test_a_case_is_told_to_people(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "在本地注册: 是\n是电商企业: 是\n入驻电商产业园: 是\n年纳税额: 120万元\n", "utf-8"
    )
    told = invoke("assess", str(file)).stdout
    assert "高税收奖 1万元" in told
    assert "还差" in told or "再多 180万元" in told


def test_the_talk_goes_on_after_a_restart(tmp_path: Path, few: Path) -> None:
    store = tmp_path / "talk.sqlite3"
    at = {"MILU_KNOWLEDGE": str(few)}
    first = rows(run("chat", "--json", given="测算\n贫困户\n", store=store, more=at).stdout)
    assert first[-1]["state"]["asked"] == "是建档立卡贫困人员"
    lines = "是\n开了\n12单\n忘记我\n我的回答\n"
    *second, forgotten = rows(run("chat", "--json", given=lines, store=store, more=at).stdout)
    told = second[2]
    assert "1000元" in told["replies"][-1]["text"]
    assert told["state"]["answers"]["第一年成交笔数"] == 12
    assert told.keys() >= {"replies", "clauses", "state"}
    assert forgotten["state"]["answers"] == {}


def test_hostile_lines_do_no_harm(tmp_path: Path, few: Path) -> None:
    lines = [
        "测算",
        "\x00\x1b[31m",
        "\u200b",
        "是" * 100_000,
        "{{ 7*7 }}",
        "<script>",
        "%s%n",
        "企业",
    ]
    raw = "\n".join(lines).encode() + b"\n\xff\xfe\xfa\n"
    at = {"MILU_KNOWLEDGE": str(few)}
    found = rows(run("chat", "--json", given=raw, store=tmp_path / "s.sqlite3", more=at).stdout)
    assert len(found) == len(lines) + 1
    assert found[-2]["state"]["answers"]["申请身份"] == "企业"


def test_a_wrong_command_is_answered_in_chinese() -> None:
    for arguments, said in (
        (("nonsense",), "没有这个命令"),
        (("ask", "--wrong"), "没有 --wrong 这个选项"),
    ):
        done = run(*arguments)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    for arguments, said in (
        (("ask",), "请在后面写上问题"),
        (("assess", "no-such.yaml"), "打不开文件"),
    ):
        told = invoke(*arguments)
        assert (told.exit_code, said in told.stderr) == (1, True), told.stderr


def test_facts_are_listed_for_programs() -> None:
    facts = json.loads(invoke("facts", "--json").stdout)
    assert {"id", "question", "answer", "unit", "options"} <= facts[0].keys()
    assert len(facts) >= 50


def test_several_policies_are_served_by_one_setting(tmp_path: Path) -> None:
    above = tmp_path / "above"
    for folder in (KNOWLEDGE, ROOT / "milu_bot" / "knowledge" / "skeleton"):
        shutil.copytree(folder, above / folder.name, ignore=_no_questions_of_ours)
    unclear = invoke("assess", "-", given="{}", MILU_KNOWLEDGE=str(above))
    assert unclear.exit_code == 1
    assert f"能写的有：{KNOWLEDGE.name}、skeleton" in unclear.stderr
    both = {"MILU_KNOWLEDGE": f"{above / KNOWLEDGE.name},{above / 'skeleton'}"}
    facts = json.loads(invoke("facts", "--json", "--policy", "example-2026-1", **both).stdout)
    assert [fact["id"] for fact in facts] == ["在本地新开店铺", "第一年营业额"]
    case = json.dumps({"在本地新开店铺": True, "第一年营业额": 60000})
    found = json.loads(
        invoke("assess", "-", "--json", "--policy", "skeleton", given=case, **both).stdout
    )
    assert found["total"]["all"] == {"low": 2000, "high": 2000}
    asked = rows(invoke("ask", "--json", "怎么申请", **both).stdout)[0]
    assert (asked["kind"], asked["policy"]) == ("which_policy", None)
    lines = "示例县\n测算\n是\n"
    told = rows(
        invoke("chat", "--json", given=lines, MILU_STORE=str(tmp_path / "s.sqlite3"), **both).stdout
    )
    assert told[-1]["state"]["policy"] == "example-2026-1"
    assert told[-1]["state"]["answers"] == {"在本地新开店铺": "是"}
    checked = invoke("check", **both)
    assert checked.stdout.count("没有问题") == 2, checked.stdout + checked.stderr


def _no_questions_of_ours(path: str, names: list[str]) -> list[str]:
    return (
        [n for n in names if n != "3-3-08.yaml"] if path.endswith(f"{KNOWLEDGE.name}/faq") else []
    )


def test_a_talk_in_the_terminal_takes_an_edit(tmp_path: Path) -> None:
    folder = tmp_path / KNOWLEDGE.name
    shutil.copytree(
        KNOWLEDGE, folder, ignore=lambda path, names: names if path.endswith("faq") else []
    )
    environment = {"MILU_KNOWLEDGE": str(folder), "MILU_STORE": str(tmp_path / "s.sqlite3")}
    with subprocess.Popen(
        [sys.executable, str(ROOT / "bot.py"), "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
        encoding="utf-8",
    ) as talk:
        assert talk.stdin and talk.stdout and talk.stderr
        talk.stdin.write("你好\n")
        talk.stdin.flush()
        assert "小助手" in talk.stdout.readline()
        card = folder / "policy.yaml"
        card.write_text(card.read_text("utf-8").replace("标题:", "标题："), "utf-8")
        refused = talk.stderr.readline()
        assert "policy.yaml 第 4 行" in refused, refused
        card.write_text(card.read_text("utf-8").replace("标题：", "标题:"), "utf-8")
        live = talk.stderr.readline()
        assert "已启用" in live, live
        talk.stdin.close()
        assert talk.wait(20) == 0
