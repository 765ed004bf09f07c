"""Reads and proves the knowledge and the templates in a process of its own, so that no answer waits for it.

python -m milu_bot.proving TEMPLATES FOLDER... waits for a line and writes the proof to the standard output, pickled.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.problems import Problem
from milu_bot.policy import Policy
from milu_bot.rendering import Renderer, read_templates

ROOT = Path(__file__).resolve().parent.parent
_FEW = 5
"""Units: problems that a chat shows."""
_PATIENCE = 120
"""Units: seconds. A proof takes about one."""


def same_names(policies: Sequence[Policy], folders: Sequence[Path]) -> list[Problem]:
    """Policies that cannot be told apart. Folders are those of the policies, in the same order."""
    problems: list[Problem] = []
    known: dict[str, str] = {}
    for policy, folder in zip(policies, folders, strict=True):
        id, file = policy.masthead.id, f"{folder.name}/policy.yaml"
        if id in known:
            message = f"“编号”和 {known[id]} 里的一样，都是“{id}”。每份政策要有自己的编号。"
            problems.append(Problem(file, 0, message))
        known.setdefault(id, file)
    return problems


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read, and everything that is wrong with it."""

    policies: tuple[Policy, ...]
    templates: Mapping[str, str]
    problems: tuple[Problem, ...]


class ProofError(Exception):
    """The proof was not finished; what was read says nothing."""


def prove(templates: Path, folders: Sequence[Path]) -> Proof:
    """Read and prove everything anew."""
    from milu_bot.staff_tools import (
        check_knowledge,
    )  # a door, which has this done elsewhere, does without

    texts = read_templates(templates)
    policies, problems = [], []
    for folder in folders:
        policy, found = check_knowledge(folder)
        problems += found
        policies += [policy] if policy else []
    if not problems:
        problems += same_names(policies, folders)
    for policy in policies[:1]:
        problems += [
            Problem(f"{templates.name}/{name}", line, message)
            for name, line, message in Renderer(texts, Rulebook(policy)).slips()
        ]
    return Proof(tuple(policies), texts, tuple(problems))


def told(proof: Proof) -> str:
    """What staff read of a proof, in a few lines."""
    if not proof.problems:
        return "没有问题。"
    first = "\n".join(str(problem) for problem in proof.problems[:_FEW])
    more = f"\n还有 {len(proof.problems) - _FEW} 处。" if len(proof.problems) > _FEW else ""
    return f"一共 {len(proof.problems)} 处要改。\n{first}{more}"


class ChildProver:
    """Has the proof made by a child process, which may be started ahead of the moment it is wanted."""

    def __init__(self, templates: Path, folders: Sequence[Path]) -> None:
        self._command = [sys.executable, "-m", "milu_bot.proving", str(templates.resolve())]
        self._command += [str(folder.resolve()) for folder in folders]
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = False

    def warm(self) -> None:
        """Start a child that loads its programs and waits. Costs nobody time."""
        with self._lock:
            if self._child is None:
                self._child = subprocess.Popen(  # noqa: S603  # our own program
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    cwd=ROOT,
                    env=os.environ | {"PYTHONPATH": str(ROOT)},
                )

    def __call__(self) -> Proof:
        """Prove what the files hold now.

        Raises: ProofError.
        """
        self.warm()
        child = self._child
        assert child is not None
        self._asked = True
        try:
            out, complaint = child.communicate(b"now\n", _PATIENCE)
        except (subprocess.TimeoutExpired, OSError):
            child.kill()
            child.communicate()
            raise ProofError("检查没有做完，请再存一次") from None
        finally:
            self._child, self._asked = None, False
        if child.returncode:
            last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
            raise ProofError(f"检查没有做完，请再存一次：{last}")
        # Our own child wrote it a moment ago.
        return Proof(*pickle.loads(out))  # noqa: S301

    def stop(self) -> None:
        """End a proof under way, or a child that waits."""
        child = self._child
        if child is not None:
            child.kill()
            if not self._asked:
                child.communicate()
                self._child = None


def _main() -> None:
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    templates, *folders = map(Path, sys.argv[1:])
    if not sys.stdin.readline():
        return
    proof = prove(templates, folders)
    with out:
        pickle.dump((proof.policies, proof.templates, proof.problems), out, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _main()
