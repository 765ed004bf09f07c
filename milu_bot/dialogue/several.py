"""The talk about one policy of several: finds out which one is meant, and never mixes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import Greeting, NoneOfThese, NowAbout, Welcome, WhichPolicy
from milu_bot.dialogue.steps import Turn
from milu_bot.dialogue.turn import Dialogue
from milu_bot.language.gate import Decision
from milu_bot.language.intents import Command, Intents, bare
from milu_bot.language.naming import Names
from milu_bot.language.normalise import clean
from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Masthead
from milu_bot.message import Choice
from milu_bot.policy import FaqKind

_SWITCH = late_pattern(
    "(?:我[要想])?(?:换|选|看)(?:一下|[一个份别的其他]{0,4})(?:一份|政策|文件)(?:吧)?|/policy"
)
_OPENING = (Command.START, Command.HELP)
_ANY = (Command.FORGET, Command.FAREWELL)
"""Commands that need no policy."""
PolicyId = str


class Several:
    """Serves one policy or several. Holds no state: the talk does."""

    def __init__(self, counsels: Sequence[Counsel]) -> None:
        """Serve these, in this order. The first takes over talks from before there were several."""
        self._dialogues: Mapping[PolicyId, Dialogue] = {
            counsel.policy.masthead.id: Dialogue(counsel) for counsel in counsels
        }
        self._counsels = {counsel.policy.masthead.id: counsel for counsel in counsels}
        self._intents = {
            id: Intents(counsel.policy.wording) for id, counsel in self._counsels.items()
        }
        self._names = Names({id: c.policy.masthead for id, c in self._counsels.items()})
        self._first = next(iter(self._dialogues))

    def take(
        self, talk: Conversation, text: str, now: datetime, question_number: int | None = None
    ) -> Turn:
        """Answer one message; see `Dialogue.take`. The turn says which policy it speaks of."""
        talk = self._at_home(talk)
        if len(self._dialogues) == 1:
            return self._within(talk, self._first, text, now, question_number)
        words = clean(text).strip()
        turn = self._chosen(talk, words, now)
        if turn is None:
            turn = self._routed(replace(talk, waiting=None), text, words, now, question_number)
        return replace(turn, conversation=replace(turn.conversation, touched=now))

    def opened(self, talk: Conversation, link: str) -> Conversation:
        """The talk as a link puts it: on a clause or award, in the policy that the link names or that alone has it."""
        id, _, named = link.partition("_")
        having = [
            policy
            for policy, counsel in self._counsels.items()
            if id in counsel.policy.clauses or id in counsel.policy.awards
        ]
        at = next((p for p in having if named and link_name(p) == named), None)
        if at is None and len(having) == 1:
            at = having[0]
        talk = self._at_home(talk)
        talk = _put(talk, at) if at else talk
        return replace(talk, topic=(id,)) if having else talk

    def _at_home(self, talk: Conversation) -> Conversation:
        """A talk that is about a policy that is served, or about none yet."""
        if talk.policy in self._dialogues:
            return talk
        if not talk.policy and (talk.asked or talk.answers or len(self._dialogues) == 1):
            return replace(talk, policy=self._first)
        if not talk.policy:
            return talk
        blank = Conversation(talk.user, question_number=talk.question_number)
        return replace(blank, aside=(*talk.aside, replace(talk, aside=(), waiting=None)))

    def _chosen(self, talk: Conversation, words: str, now: datetime) -> Turn | None:
        """The policy that was picked from those offered; then what was asked before is answered."""
        if talk.waiting is None:
            return None
        place = re.fullmatch(r"第?(\d)[个份号]?", bare(words))
        ids = list(self._dialogues)
        if place and 1 <= int(place[1]) <= len(ids):
            id = ids[int(place[1]) - 1]
        elif (named := self._names.alone(words)) is not None:
            id = named
        else:
            return None
        if not talk.waiting:
            return self._turned_to(talk, id, now)
        return self._within(talk, id, talk.waiting, now, None)

    def _routed(
        self, talk: Conversation, text: str, words: str, now: datetime, number: int | None
    ) -> Turn:
        current = talk.policy or None
        if _SWITCH.fullmatch(bare(words)):
            return self._which(talk, "")
        if (id := self._names.alone(words)) is not None:
            return self._turned_to(talk, id, now)
        named = self._names.named(words)
        meant = named[0] if len(named) == 1 else None
        if current and talk.asked:
            if meant in (None, current) or not self._intents[current].asks(words):
                return self._within(talk, current, text, now, number)
            assert meant is not None
            return self._beside(talk, meant, text, now)
        if meant is not None:
            return self._within(talk, meant, text, now, None)
        if current is None:
            return self._unchosen(talk, text, words, now)
        if not self._intents[current].command(words) and self._is_for_another(current, words, now):
            return self._which(talk, words, silent=True)
        return self._within(talk, current, text, now, number)

    def _unchosen(self, talk: Conversation, text: str, words: str, now: datetime) -> Turn:
        """Words of somebody who has named no policy yet."""
        command = self._intents[self._first].command(words)
        if command in _OPENING:
            welcome = Welcome(self._mastheads, choices=self._offer())
            return Turn(replace(talk, waiting=""), (welcome,))
        if command in _ANY or not bare(words):
            return self._small(talk, text, now)
        if command:
            return self._which(talk, words)
        found = {id: dialogue.find(words) for id, dialogue in self._dialogues.items()}
        sure = [id for id, match in found.items() if match.decision is Decision.ANSWER]
        if sure and all(found[id].kind is FaqKind.CHITCHAT for id in sure):
            return self._small(talk, text, now)
        maybe = [id for id, match in found.items() if match.decision is not Decision.OUTSIDE]
        if len(sure) == 1 and (len(maybe) == 1 or found[sure[0]].certain):
            return self._within(talk, sure[0], text, now, None)
        stories = any(d.tells_a_story(words, now) for d in self._dialogues.values())
        if maybe or stories:
            return self._which(talk, words)
        none = NoneOfThese(self._mastheads, choices=self._offer())
        return Turn(replace(talk, waiting=""), (none,), "out_of_scope", (), words)

    def _is_for_another(self, current: PolicyId, words: str, now: datetime) -> bool:
        """Whether the chosen policy has nothing to say on this, and another one clearly has."""
        own = self._dialogues[current].find(words).decision
        if own is Decision.ANSWER or self._dialogues[current].tells_a_story(words, now):
            return False
        others = [d.find(words) for id, d in self._dialogues.items() if id != current]
        sure = [match for match in others if match.decision is Decision.ANSWER and match.hits[0].id]
        return any(match.certain for match in sure) or (own is Decision.OUTSIDE and bool(sure))

    def _within(
        self, talk: Conversation, id: PolicyId, text: str, now: datetime, number: int | None
    ) -> Turn:
        """Let the dialogue of one policy answer, with this policy's part of the talk alone."""
        turned = talk.policy != id
        topic = talk.topic if turned and not talk.policy else ()
        whole = _put(talk, id)
        part = replace(whole, policy="", aside=(), waiting=None, topic=topic or whole.topic)
        if len(self._dialogues) > 1:
            text = self._names.without(id, text)
        turn = self._dialogues[id].take(part, text, now, number)
        kept = replace(turn.conversation, policy=id, aside=whole.aside)
        told = (self._now_about(talk),) if turned and len(self._dialogues) > 1 else ()
        return replace(turn, conversation=kept, replies=(*told, *turn.replies), policy=id)

    def _beside(self, talk: Conversation, id: PolicyId, text: str, now: datetime) -> Turn:
        """In mid-questionnaire, a question about another policy: answer it, then put the question again."""
        other = self._within(talk, id, text, now, None)
        if other.conversation.asked or other.kind in ("assess", "clarify"):
            return other  # the next words belong to what was asked there
        back = _put(other.conversation, talk.policy, anew=False)
        back = replace(back, question_number=talk.question_number)
        plain = (NowAbout(), *(replace(reply, choices=()) for reply in other.replies[1:]))
        question = self._dialogues[talk.policy].pending(back, now)
        return Turn(
            back,
            (NowAbout(), *question),
            other.kind,
            other.clauses,
            other.unanswered,
            policy=talk.policy,
            before=replace(other, replies=plain),
        )

    def _turned_to(self, talk: Conversation, id: PolicyId, now: datetime) -> Turn:
        """Turn to a policy that was named and nothing more."""
        now_about = self._now_about(talk) if talk.policy != id else NowAbout()
        talk = replace(_put(talk, id), waiting=None)
        pending = self._dialogues[id].pending(talk, now)
        if pending:
            return Turn(talk, (now_about, *pending), policy=id)
        greeting = self._dialogues[id].greeting(talk, now)
        return Turn(talk, (now_about, greeting), policy=id)

    def _small(self, talk: Conversation, text: str, now: datetime) -> Turn:
        """What needs no policy, answered without choosing one."""
        turn = self._dialogues[self._first].take(replace(talk, aside=()), text, now)
        kept = replace(turn.conversation, policy="", aside=talk.aside, topic=talk.topic)
        replies = tuple(
            reply if isinstance(reply, Greeting) else replace(reply, choices=())
            for reply in turn.replies
        )
        return replace(turn, conversation=kept, replies=replies, policy=self._first)

    def _which(self, talk: Conversation, words: str, *, silent: bool = False) -> Turn:
        """Ask which policy is meant, and keep the question until that is told."""
        reply = WhichPolicy(self._mastheads, words, silent, choices=self._offer())
        return Turn(replace(talk, waiting=words), (reply,), "which_policy", policy=talk.policy)

    def _now_about(self, left: Conversation) -> NowAbout:
        known = left.asked and left.policy in self._counsels
        return NowAbout(self._counsels[left.policy].policy.masthead if known else None)

    @property
    def _mastheads(self) -> tuple[Masthead, ...]:
        return tuple(counsel.policy.masthead for counsel in self._counsels.values())

    def _offer(self) -> tuple[Choice, ...]:
        return tuple(Choice(f"{m.place} {m.number}", m.number) for m in self._mastheads)


def link_name(policy: PolicyId) -> str:
    """How a policy is called in a link, whose hyphens are read as dots."""
    return policy.lower().replace("-", ".")


def _put(talk: Conversation, id: PolicyId, *, anew: bool = True) -> Conversation:
    """The talk with this policy on the table and the others set aside.

    A question left open there gets a new number, so that its old buttons count no more.
    """
    if talk.policy == id:
        return talk
    found = next(
        (one for one in talk.aside if one.policy == id), Conversation(talk.user, policy=id)
    )
    left = tuple(one for one in talk.aside if one.policy != id)
    if talk.policy:
        left = (*left, replace(talk, aside=(), waiting=None))
    number = max(talk.question_number, found.question_number)
    if found.asked and anew:
        number += 1
    return replace(found, aside=left, waiting=None, question_number=number)
