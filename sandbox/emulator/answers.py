"""Answers in the format of the protocol that a call was made in."""

import json
import re
import uuid
from dataclasses import dataclass, field
from http.client import responses as REASONS
from xml.sax.saxutils import escape


# Services of the rest protocol that answer in JSON instead of XML.
REST_JSON = ("eks",)


@dataclass
class Answer:
    status: int
    headers: list = field(default_factory=list)
    body: bytes = b""

    def send(self, start_response):
        start_response(f"{self.status} {REASONS.get(self.status, 'Unknown')}", self.headers)
        return [self.body]

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")

    @property
    def error_code(self):
        """None for a success, and for the answer to a HEAD, which has no body."""
        if self.status < 400:
            return None
        code = self.header("x-amzn-errortype")
        if not code:
            text = self.body.decode("utf-8", "replace")
            found = re.search(r'<Code>([^<]+)</Code>|"__type"\s*:\s*"([^"]+)"', text)
            code = found and (found.group(1) or found.group(2))
        return code.rpartition("#")[2] if code else None


def json_answer(status, value, kind="application/json"):
    body = json.dumps(value).encode()
    return Answer(status, [("Content-Type", kind), ("Content-Length", str(len(body)))], body)


def error(call, status, code, message, head=False):
    request_id = str(uuid.uuid4())
    fault = "Sender" if status < 500 else "Receiver"
    if call.protocol == "rest" and call.service in REST_JSON:
        answer = json_answer(status, {"message": message})
        answer.headers += [("x-amzn-ErrorType", code), ("x-amzn-RequestId", request_id)]
        return answer
    if call.protocol == "json":
        answer = json_answer(status, {"__type": code, "message": message}, "application/x-amz-json-1.0")
        answer.headers += [("x-amzn-ErrorType", code), ("x-amzn-RequestId", request_id)]
        if call.service == "sqs":  # once a Query service, and SDKs still look for its codes
            answer.headers.append(("x-amzn-query-error", f"{code};{fault}"))
        return answer
    inner = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if call.protocol == "query":
        text = (
            f"<ErrorResponse><Error><Type>{fault}</Type>{inner}</Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
    else:
        text = f"<Error>{inner}<RequestId>{request_id}</RequestId></Error>"
    body = b"" if head else ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode()
    headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
    return Answer(status, headers + [("x-amz-request-id", request_id)], body)
