"""The commands of bot.py in this process, which starts them at a third of the cost; test_command_line.py starts the
real one.
"""

from __future__ import annotations

from click.testing import CliRunner, Result

from bot import cli


def invoke(*arguments: str, given: str = "", **environment: str) -> Result:
    """What a command prints, and its exit code. `given` is what is typed."""
    done = CliRunner().invoke(cli, arguments, input=given, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done
