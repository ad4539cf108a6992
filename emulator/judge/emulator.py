"""The emulator as a process, and its services through botocore."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel
from botocore.serialize import create_serializer
from botocore.session import Session

from ledger import Ledger, is_query

SERVICES = ["codeconnections", "codestar-connections", "codepipeline", "sts"]
REGION = "eu-west-1"
ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipeline"


class Emulator:
    """A running emulator with the default options."""

    def __init__(self, program: Path) -> None:
        self.process = subprocess.Popen([program, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().removeprefix("listening on ").strip()

    def __enter__(self) -> Emulator:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the control API."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{path}", data, method=method)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as response:
            return json.loads(response.read() or "null")

    def set_status(self, kind: str, arn: str, status: str) -> None:
        self.control("PUT", f"{kind}/{quote(arn, safe='')}/status", {"status": status})

    def seed_members(self, pipeline: str, members: dict[str, Any]) -> None:
        arn = f"arn:aws:codepipeline:{REGION}:{ACCOUNT}:{pipeline}"
        self.control("PUT", f"pipelines/{quote(arn, safe='')}/members", members)


class Service:
    """One service: a client of botocore whose answers the ledger judges, and calls that no client would make."""

    def __init__(self, name: str, url: str, ledger: Ledger, region: str = REGION, key: str = "test") -> None:
        token = None if key == "test" else key
        self.name, self.url, self.ledger, self.region = name, url, ledger, region
        self.credentials = Credentials(key, "test", token)
        self.client = session().create_client(
            name,
            region_name=region,
            endpoint_url=url,
            aws_access_key_id=key,
            aws_secret_access_key="test",
            aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}),
        )
        self.client.meta.events.register("after-call", self._judge)
        self.model = self.client.meta.service_model

    def _judge(self, http_response: Any, model: OperationModel, **_: Any) -> None:
        self.ledger.judge(model, http_response.status_code, http_response.content)

    def ok(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Makes a call that succeeds."""
        answer = self.client._make_api_call(operation, parameters)
        self.ledger.accept(self.model.operation_model(operation), parameters)
        return answer

    def refused(self, operation: str, **parameters: Any) -> str:
        """Makes a call that fails, and returns the class of the error."""
        try:
            self.client._make_api_call(operation, parameters)
        except ClientError as error:
            return error.response["Error"]["Code"]
        raise AssertionError(f"{self.name} accepted {operation} {parameters}")

    def send(self, operation: OperationModel, value: Any) -> tuple[int, bytes]:
        """Sends any value as the input of an operation, whatever a client would say to it."""
        headers, body = encoded(operation, value)
        request = AWSRequest("POST", f"{self.url}/", headers=headers, data=body)
        SigV4Auth(self.credentials, self.model.signing_name, self.region).add_auth(request)
        answer = HTTP.send(request.prepare())
        return answer.status_code, answer.content

    def operations(self) -> Iterator[OperationModel]:
        """Yields the operations of the model that the emulator has."""
        for name in self.model.operation_names:
            operation = self.model.operation_model(name)
            answer = self.send(operation, {})
            if self.ledger.error(operation, answer[1])[0] not in ("UnknownOperationException", "InvalidAction"):
                yield operation


# Without the option, each request waits 40 ms for an acknowledgement of its headers.
HTTP = URLLib3Session(socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)])


def session() -> Session:
    """Returns a session that knows nothing of this machine."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "NO_PROXY": "127.0.0.1"}
    return Session()


def encoded(operation: OperationModel, value: Any) -> tuple[dict[str, str], bytes]:
    metadata = operation.service_model.metadata
    if is_query(operation):
        body = create_serializer("query", include_validation=False).serialize_to_request(value, operation)["body"]
        return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(body).encode()
    target = f"{metadata['targetPrefix']}.{operation.name}"
    content_type = f"application/x-amz-json-{metadata['jsonVersion']}"
    return {"Content-Type": content_type, "X-Amz-Target": target}, json.dumps(value).encode()
