"""A knowledge folder -> Policy; gathers every problem before it complains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milu_bot.knowledge import yaml_lines
from milu_bot.knowledge.award_block import read_award, read_gate, read_rules
from milu_bot.knowledge.encodings import complaint, decode
from milu_bot.knowledge.folder_files import misnamed
from milu_bot.knowledge.problems import KnowledgeError, Problem
from milu_bot.knowledge.shapes import Model, validate
from milu_bot.knowledge.yaml_lines import Block, Node, Rows
from milu_bot.masthead import Masthead, Wording
from milu_bot.policy import (
    EVERY_AWARD,
    Clause,
    Example,
    Exclusion,
    Fact,
    Faq,
    FaqStatus,
    Policy,
    Reading,
)

POLICY, FACTS, READINGS = "policy.yaml", "facts.yaml", "readings.yaml"
EXCLUSIONS, WORDING, EXAMPLES = "exclusions.yaml", "wording.yaml", "examples.yaml"
CLAUSES, FAQ, SOURCE = "clauses", "faq", "source.txt"
_FILES = (POLICY, FACTS, READINGS, EXCLUSIONS, WORDING, EXAMPLES, SOURCE)


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read of a folder, with everything that is wrong in its files.

    The nodes are the written blocks, in the order of the policy's rows; `broken` names the files
    and folders of which something is missing in `policy`.
    """

    name: str
    policy: Policy
    problems: tuple[Problem, ...]
    broken: frozenset[str]
    trees: Mapping[str, Node]
    clause_files: Mapping[str, str]
    faq_blocks: tuple[Node, ...]
    written_faqs: tuple[Node, ...]
    """Also those that wait for review, in the order of the files."""
    exclusion_blocks: tuple[Node, ...]
    example_blocks: tuple[Node, ...]

    def whole(self, *parts: str) -> bool:
        """Whether nothing of these files and folders is missing."""
        return not self.broken & set(parts)


def load(folder: Path) -> Policy:
    """Read a knowledge folder.

    Raises: KnowledgeError, with every problem found in every file.
    """
    draft = read_draft(folder)
    if draft.problems:
        raise KnowledgeError(draft.problems)
    return draft.policy


def read_draft(folder: Path) -> Draft:
    """Read as much of a folder as can be read."""
    return _Reader(folder).draft()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.trees: dict[str, Node] = {}

    def draft(self) -> Draft:
        for file, message in misnamed(self.folder, _FILES, (CLAUSES, FAQ)):
            self._lost(file, 0, message)
        if self.broken:
            self.broken |= {room for room in (CLAUSES, FAQ) if not (self.folder / room).is_dir()}
        if not (self.folder / CLAUSES).is_dir():
            self._lost(CLAUSES, 0, "找不到这个文件夹，条款都在里面。请放回来，名字不要改。")
        masthead = self._one(Masthead, POLICY)
        facts = self._named(Fact, FACTS, ("仅当", "等同"))
        readings = self._named(Reading, READINGS, ())
        exclusions = list(self._rows(Exclusion, EXCLUSIONS, ("仅当",)))
        wording = self._one(Wording, WORDING)
        examples = list(self._rows(Example, EXAMPLES, ()))
        clauses = [found for file in self._files(CLAUSES) for found in self._clause(file)]
        entries = [found for file in self._files(FAQ) for found in self._rows(Faq, file, ())]
        faqs = [found for found in entries if found[0].status is FaqStatus.REVIEWED]
        clauses.sort(key=lambda found: _order(found[0].id))
        policy = Policy(
            masthead=masthead or _BLANK_MASTHEAD,
            source=self._source(),
            clauses={clause.id: clause for clause, _ in clauses},
            facts=facts,
            readings=readings,
            exclusions=tuple(_spread(exclusion, clauses) for exclusion, _ in exclusions),
            faqs=tuple(faq for faq, _ in faqs),
            wording=wording or _BLANK_WORDING,
            examples=tuple(example for example, _ in examples),
            drafts=tuple(faq for faq, _ in entries if faq.status is FaqStatus.WAITING),
        )
        return Draft(
            name=self.folder.name,
            policy=policy,
            problems=tuple(sorted(set(self.problems))),
            broken=frozenset(self.broken),
            trees=self.trees,
            clause_files={clause.id: file for clause, file in clauses},
            faq_blocks=tuple(block for _, block in faqs),
            written_faqs=tuple(block for _, block in entries),
            exclusion_blocks=tuple(block for _, block in exclusions),
            example_blocks=tuple(block for _, block in examples),
        )

    def _files(self, folder: str) -> list[str]:
        # Editors leave files of their own beside the one they hold open: ~$2-1-05.yaml, .2-1-05.yaml.
        paths = (self.folder / folder).glob("[!.~]*.yaml")
        return sorted(f"{folder}/{path.name}" for path in paths)

    def _source(self) -> str:
        try:
            decoded = decode((self.folder / SOURCE).read_bytes())
        except FileNotFoundError:
            self._complain(SOURCE, 0, "找不到文件原文 source.txt。请放回来。")
            self.broken.add(SOURCE)
            return ""
        if wrong := complaint(decoded):
            self._complain(SOURCE, decoded.bad_line, wrong)
        if decoded.bad_line:
            self.broken.add(SOURCE)
        return decoded.text

    def _tree(self, file: str) -> Node | None:
        path = self.folder / file
        if not path.exists():
            self._lost(file, 0, "找不到这个文件。请放回来，名字不要改。")
            return None
        node, problems = yaml_lines.read(path, f"{self.folder.name}/{file}")
        self.problems.extend(problems)
        if node is None:
            self.broken.add(file.split("/")[0])
            if not problems:
                self._lost(file, 0, "这个文件是空的。")
            return None
        self.trees[file] = node
        return node

    def _complain(self, file: str, line: int, message: str) -> None:
        self.problems.append(Problem(f"{self.folder.name}/{file}", line, message))

    def _lost(self, file: str, line: int, message: str) -> None:
        self._complain(file, line, message)
        self.broken.add(file.split("/")[0])

    def _made(
        self,
        model: type[Model],
        file: str,
        node: Node,
        rules: tuple[str, ...] = (),
        more: dict[str, str] | None = None,
    ) -> Model | None:
        """The model of a block; whatever is wrong marks the file as broken."""
        before = len(self.problems)
        block = node
        if isinstance(node, Block) and rules:
            block = Block(node)
            block.place = node.place
            read_rules(block, rules, self.problems)
        made = validate(model, block, self.problems, more)
        if len(self.problems) > before:
            self.broken.add(file.split("/")[0])
        return made

    def _one(self, model: type[Model], file: str) -> Model | None:
        node = self._tree(file)
        return self._made(model, file, node) if node is not None else None

    def _named(self, model: type[Model], file: str, rules: tuple[str, ...]) -> dict[str, Model]:
        node = self._tree(file)
        if node is None:
            return {}
        if not isinstance(node, Block):
            self._lost(file, 1, "这个文件每一段要写成“名字:”，下面缩进两格。")
            return {}
        made = {}
        for key, value in node.items():
            if isinstance(value, Block):
                value = Block(value)
                value.place = getattr(key, "place", node.place)
            made[str(key)] = self._made(model, file, value, rules, {"id": str(key)})
        return {key: item for key, item in made.items() if item is not None}

    def _rows(
        self, model: type[Model], file: str, rules: tuple[str, ...]
    ) -> Iterator[tuple[Model, Node]]:
        node = self._tree(file)
        if node is None:
            return
        if not isinstance(node, Rows):
            self._lost(file, 1, "这个文件每一段要以“- ”开头。")
            return
        for value in node:
            item = self._made(model, file, value, rules)
            if item is not None:
                yield item, value

    def _clause(self, file: str) -> Iterator[tuple[Clause, str]]:
        node = self._tree(file)
        if node is None:
            return
        before = len(self.problems)
        clause = self._made(Clause, file, self._inside(node) if isinstance(node, Block) else node)
        if len(self.problems) > before:
            self.broken.add(CLAUSES)
        if clause is not None:
            yield clause, file

    def _inside(self, node: Block) -> Block:
        """A clause with its awards and its gate as the models take them."""
        whole = Block(node)
        whole.place = node.place
        clause_id = str(node.get("编号", ""))
        if isinstance(awards := node.get("奖项"), Block):
            whole["奖项"] = made = Block(awards)
            made.place = awards.place
            for id, award in awards.items():
                if isinstance(award, Block):
                    made[id] = read_award(str(id), clause_id, award, self.problems)
        if isinstance(gate := node.get("共同条件"), Block):
            whole["共同条件"] = read_gate(clause_id, gate, self.problems)
        return whole


def _order(clause_id: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in clause_id.split("."))


def _spread(exclusion: Exclusion, clauses: list[tuple[Clause, str]]) -> Exclusion:
    """With 全部 written out as every award of the policy."""
    if exclusion.awards != (EVERY_AWARD,):
        return exclusion
    every = tuple(id for clause, _ in clauses for id in clause.awards)
    return exclusion.model_copy(update={"awards": every})


def _blank(model: Any) -> Any:
    """A model with nothing in it, so that the other files can be checked without this one."""
    return model.model_construct(
        **{
            name: {}
            if "dict" in str(field.annotation)
            else ()
            if "tuple" in str(field.annotation)
            else ""
            for name, field in model.model_fields.items()
        }
    )


_BLANK_MASTHEAD: Masthead = _blank(Masthead)
_BLANK_WORDING: Wording = _blank(Wording)
