"""What operators ask over HTTP: is it alive, is it of use, what has it done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from milu_bot.channels.tally import Tally

STILL = 60.0
"""Units: seconds. A door that has heard nothing of its channel for so long is of no use."""


def operation_app(tally: Tally, *, polling: bool, trouble: Callable[[], str] = str) -> Starlette:
    """/healthz, /readyz and /metrics. `trouble` is told by /readyz, which stays ready for all that."""
    registry = CollectorRegistry()
    registry.register(_Counts(tally))

    def health(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    def ready(_: Request) -> Response:
        silent = tally.silent_for
        if silent is None or (polling and silent > STILL):
            return PlainTextResponse("no: Telegram 没有回音\n", 503)
        told = trouble()
        return PlainTextResponse(f"ok\n{told}\n" if told else "ok\n")

    def metrics(_: Request) -> Response:
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    async def on_loop(request: Request) -> Response:
        """Answered in the event loop, which alone writes the counts; a stuck loop is then seen as such."""
        return {"/healthz": health, "/readyz": ready, "/metrics": metrics}[request.url.path](
            request
        )

    return Starlette(routes=[Route(path, on_loop) for path in ("/healthz", "/readyz", "/metrics")])


class _Counts(Collector):
    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterable[Metric]:
        tally = self._tally
        for name, text, label, counts in (
            ("milu_messages", "Messages taken, by the kind of answer", "kind", tally.heard),
            ("milu_letters", "Letters by how they ended", "end", tally.sent),
            ("milu_trouble", "Calls that failed, by the kind of error", "error", tally.trouble),
        ):
            family = CounterMetricFamily(name, text, labels=[label])
            for value, count in counts.items():
                family.add_metric([value], count)
            yield family
        yield CounterMetricFamily(
            "milu_turn_seconds", "Time spent on turns", value=tally.turn_seconds
        )
        yield CounterMetricFamily("milu_turns", "Turns taken", value=tally.turns)
        yield GaugeMetricFamily(
            "milu_letters_waiting", "Letters waiting to be sent", value=tally.waiting()
        )
        silent = tally.silent_for
        if silent is not None:
            yield GaugeMetricFamily(
                "milu_silent_seconds", "Since Telegram was last heard", value=silent
            )
