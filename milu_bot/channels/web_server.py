"""A web server for what is asked of a door over HTTP, in the same event loop as the door."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette


class _Server(uvicorn.Server):
    """Leaves signals to the door."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take an address; port 0 takes a free one.

    Raises: OSError if it cannot be had.
    """
    return socket.create_server((host, port))


async def serve(app: Starlette, listening: socket.socket, stop: asyncio.Event) -> None:
    """Serve until asked to stop; requests under way are finished, at most for a second."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    await stop.wait()
    server.should_exit = True
    await serving
