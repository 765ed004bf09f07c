"""Brings updates to the webhook of several workers, as Telegram and the proxy before them do."""

from __future__ import annotations

import http.client
import json
import queue
import random
import threading
from typing import Any

SECRET = "the-postman-knocks-twice"  # noqa: S105  # opens nothing
PATH = "/telegram"


class Postman:
    """One person's updates come one after another, each again until it is taken: now to this worker, now
    to that one, and some to two at once.
    """

    def __init__(self, ports: list[int], seed: int) -> None:
        self.ports, self._seed = ports, seed
        self.gone: set[int] = set()
        """Ports to which the proxy knows better than to send."""
        self.taken = dict.fromkeys(ports, 0)
        self.doubled = 0
        self._rounds: dict[int, queue.SimpleQueue[dict[str, Any] | None]] = {}
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()
        self._lock = threading.Lock()

    def carry(self, update: dict[str, Any]) -> None:
        """Take an update along."""
        body: dict[str, Any] = next(part for part in update.values() if isinstance(part, dict))
        user = int(body["from"]["id"])
        with self._lock:
            if user not in self._rounds:
                self._rounds[user] = queue.SimpleQueue()
                thread = threading.Thread(target=self._go, args=(user,), daemon=True)
                self._threads.append(thread)
                thread.start()
        self._rounds[user].put(update)

    def close(self) -> None:
        self._over.set()
        for round in self._rounds.values():
            round.put(None)
        for thread in self._threads:
            thread.join(20)

    def _go(self, user: int) -> None:
        draw = random.Random(f"{self._seed}-{user}")
        while (update := self._rounds[user].get()) is not None:
            while not self._over.is_set():
                ports = [port for port in self.ports if port not in self.gone]
                port = draw.choice(ports)
                beside = None
                if draw.random() < 0.2:
                    other = draw.choice(ports)
                    beside = threading.Thread(target=deliver, args=(other, update))
                    beside.start()
                    self.doubled += 1
                code = deliver(port, update)
                if beside:
                    beside.join()
                if code == 200:
                    self.taken[port] += 1
                    break
                self._over.wait(0.1)


def deliver(
    port: int, update: dict[str, Any] | bytes, secret: str | None = SECRET, path: str = PATH
) -> int:
    """Bring one update to one worker; gives its answer, 0 if there is none."""
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except OSError:
        return 0
    except http.client.HTTPException:
        return 0
    finally:
        connection.close()
