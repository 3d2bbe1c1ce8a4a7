"""The ARI client: one WebSocket brings the events and carries the requests (Asterisk 20.14, 21.9, 22.4 and later).

An older Asterisk knows no requests over the WebSocket; there the same requests go over HTTP with keep-alive. Which of
the two it is, is found out at connecting and makes no difference to the caller.
"""

import asyncio
import base64
import itertools
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode

import orjson

from smartnumbers.telephony.ari.websocket import WebSocket, WebSocketFailed

if TYPE_CHECKING:
    from smartnumbers.telephony.ari.overhttp import OverHttp

Event = dict[str, Any]
OnEvent = Callable[[Event], None]
Request = tuple[str, str, Mapping[str, str | int] | None]
"""Method, path and query."""


OPEN_SECONDS = 5.0
CLOSE_SECONDS = 1.0
REQUEST_SECONDS = 10.0
PROBE_SECONDS = 2.0

log = logging.getLogger(__name__)


class AriError(Exception):
    """A request that Asterisk refused; `status` is its HTTP status."""

    code = "ari-refused"

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


class AriUnavailable(Exception):
    """Asterisk cannot be reached, or went away during a request. Trying again can help."""

    code = "ari-unavailable"
    retryable = True


class AriClient:
    """A connection to one Asterisk, registered as one Stasis application."""

    def __init__(self, *, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._numbers = itertools.count(1)
        self._pending: dict[str, asyncio.Future[Event]] = {}
        self._over_http: OverHttp | None = None
        self._socket: WebSocket | None = None

    @classmethod
    async def connect(cls, *, url: str, user: str, password: str, app: str, on_event: OnEvent) -> Self:
        """Connect and register the application `app`; `url` is the ARI root ("http://host:port/ari").

        `on_event` is called for every event of the application, in order, from the event loop; it must not block.
        Raises AriUnavailable.
        """
        credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
        query = urlencode({"app": app})
        client = cls(on_event=on_event)
        try:
            client._socket = await WebSocket.open(
                uri=f"{url.replace('http', 'ws', 1)}/events?{query}",
                headers={"Authorization": f"Basic {credentials}"},
                on_message=client._take,
                seconds=OPEN_SECONDS,
            )
        except WebSocketFailed as fault:
            raise AriUnavailable(f"Asterisk does not answer at {url}: {fault}") from fault
        client._socket.ended.add_done_callback(client._on_end)
        if not await client._takes_requests():
            await client._fall_back(url=url, user=user, password=password)
        return client

    async def _takes_requests(self) -> bool:
        """Find out whether this Asterisk takes requests over the WebSocket."""
        try:
            await asyncio.wait_for(self.request("GET", "asterisk/ping"), PROBE_SECONDS)
        except TimeoutError:
            return False
        return True

    async def _fall_back(self, *, url: str, user: str, password: str) -> None:
        # Loading an HTTP client takes as long as loading all the rest of call control, and its restart must be quick.
        from smartnumbers.telephony.ari.overhttp import OverHttp  # noqa: PLC0415 - see above

        log.info("this Asterisk takes no requests over the WebSocket; they go over HTTP")
        self._over_http = OverHttp(url=url, user=user, password=password, seconds=REQUEST_SECONDS)
        await self.request("GET", "asterisk/ping")

    @property
    def closed(self) -> bool:
        """Whether the connection is gone."""
        return self._socket is None or self._socket.ended.done()

    async def wait_closed(self) -> None:
        """Return when the connection is gone, for whatever reason."""
        if self._socket is not None:
            await asyncio.wait([self._socket.ended])

    async def close(self) -> None:
        """Leave: unregister the application and close the connection."""
        if self._socket is not None:
            await self._socket.close(seconds=CLOSE_SECONDS)
        if self._over_http is not None:
            await self._over_http.close()

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        """One request, for example ("POST", "channels/ID/answer"); gives the decoded answer, or None where empty.

        Raises AriError where Asterisk refuses, AriUnavailable where it is gone or does not answer within 10 s.
        """
        if self._over_http is None:
            status, text = await self._request_over_socket(method, path, query, body)
        else:
            try:
                status, text = await self._over_http.request(method, path, query=query, body=body)
            except ConnectionError as fault:
                raise AriUnavailable(f"Asterisk does not answer: {fault}") from fault
        if status >= 400:
            raise AriError(status, f"{method} {path}: {text}")
        return orjson.loads(text) if text else None

    async def in_order(self, *requests: Request) -> list[Any]:
        """Several requests, carried out one after the other; gives for each what `request` gives or raises.

        One that is refused does not hold up those behind it. Over the WebSocket they leave together: Asterisk takes
        the next request of a connection when it has done the one before.
        """
        waiting = [self.request(method, path, query=query) for method, path, query in requests]
        if self._over_http is None:
            return await asyncio.gather(*waiting, return_exceptions=True)
        return [(await asyncio.gather(one, return_exceptions=True))[0] for one in waiting]

    async def _request_over_socket(
        self, method: str, path: str, query: Mapping[str, str | int] | None, body: Mapping[str, Any] | None
    ) -> tuple[int, str]:
        if self._socket is None:
            raise AriUnavailable("not connected to Asterisk")
        loop = asyncio.get_running_loop()
        key = str(next(self._numbers))
        answer: asyncio.Future[Event] = loop.create_future()
        self._pending[key] = answer
        message: dict[str, Any] = {
            "type": "RESTRequest",
            "transaction_id": key,
            "request_id": key,
            "method": method,
            "uri": f"{path}?{urlencode(query, quote_via=quote)}" if query else path,
        }
        if body is not None:
            message["content_type"] = "application/json"
            message["message_body"] = orjson.dumps(body).decode()
        patience = loop.call_later(REQUEST_SECONDS, _give_up, answer, f"{method} {path}")
        try:
            self._socket.send(orjson.dumps(message))
            response = await answer
        except WebSocketFailed as fault:
            raise AriUnavailable("Asterisk went away") from fault
        finally:
            patience.cancel()
            self._pending.pop(key, None)
        return int(response["status_code"]), str(response.get("message_body") or "")

    def _take(self, message: bytes) -> None:
        event: Event = orjson.loads(message)
        if event["type"] != "RESTResponse":
            self._on_event(event)
            return
        waiting = self._pending.get(event["request_id"])
        if waiting is not None and not waiting.done():
            waiting.set_result(event)

    def _on_end(self, _ended: object) -> None:
        log.info("the connection to Asterisk is closed")
        for waiting in self._pending.values():
            if not waiting.done():
                waiting.set_exception(AriUnavailable("Asterisk went away"))


def _give_up(answer: asyncio.Future[Event], request: str) -> None:
    if not answer.done():
        answer.set_exception(AriUnavailable(f"no answer to {request} within {REQUEST_SECONDS:.0f} s"))
