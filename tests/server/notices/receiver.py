"""A receiver on 127.0.0.1 that is WeCom, DingTalk, Feishu, a gateway and another system, and as strict as they are.

It checks what their documentation says, in words of its own: nothing here calls the code that is tested.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "SEC-of-the-tests"


@dataclass
class Receiver:
    """What came in, and how to answer. `now` is the receivers' clock in seconds, set by a test."""

    now: float = 0.0
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    calls: int = 0
    status: int = 200
    busy: bool = False
    location: str = ""

    def __enter__(self) -> Receiver:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = outer.answer(self.path, dict(self.headers), body)
                said = json.dumps(answer).encode()
                self.send_response(status)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def texts(self) -> list[str]:
        """What was said in chat groups."""
        return [body["content"]["text"] if "content" in body else body["text"]["content"] for _, body in self.taken]

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        self.calls += 1
        if self.status != 200:
            return self.status, {}
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        judge = {"/wecom": self._wecom, "/dingtalk": self._dingtalk, "/feishu": self._feishu}.get(parts.path)
        status, answer = judge(query, headers, body) if judge else self._signed(headers, body)
        if status == 200 and not any(answer.get(key) for key in ("errcode", "code")):
            self.taken.append((parts.path, json.loads(body)))
            self.headers.append(headers)
        return status, answer

    def _wecom(self, query: dict[str, str], headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        said = json.loads(body)
        if query.get("key") != "group-key":
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}
        if self.busy:
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit"}
        if said.get("msgtype") != "text" or not 0 < len(said["text"]["content"].encode()) <= 2048:
            return 200, {"errcode": 40058, "errmsg": "invalid Request Parameter"}
        return 200, {"errcode": 0, "errmsg": "ok"}

    def _dingtalk(self, query: dict[str, str], headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        said = json.loads(body)
        stamp = query.get("timestamp", "0")
        wanted = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
        # Milliseconds, and no more than an hour away.
        in_time = abs(self.now * 1000 - int(stamp)) <= 3_600_000
        if query.get("access_token") != "group-token":
            return 200, {"errcode": 300005, "errmsg": "token is not exist"}
        if not in_time or base64.b64decode(query.get("sign", "")) != wanted:
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        if self.busy:
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        if said.get("msgtype") != "text" or not said["text"]["content"] or len(body) > 20_000:
            return 200, {"errcode": 400101, "errmsg": "message invalid"}
        return 200, {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, query: dict[str, str], headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        said = json.loads(body)
        stamp = said.get("timestamp", "0")
        wanted = base64.b64encode(hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()).decode()
        # Seconds, as a string, and no more than an hour away.
        in_time = isinstance(stamp, str) and abs(self.now - int(stamp)) <= 3_600
        if not in_time or said.get("sign") != wanted:
            return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        if self.busy:
            return 200, {"code": 11232, "msg": "frequency limited"}
        if said.get("msg_type") != "text" or not said["content"]["text"] or len(body) > 20_480:
            return 200, {"code": 9499, "msg": "Bad Request"}
        return 200, {"code": 0, "msg": "success", "data": {}}

    def _signed(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        stamp = headers.get("Lianqi-Timestamp", "0")
        wanted = "v1=" + hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        if abs(self.now - int(stamp)) > 300 or headers.get("Lianqi-Signature") != wanted:
            return 401, {}
        return 200, {}
