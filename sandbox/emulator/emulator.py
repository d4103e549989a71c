"""The sandbox's AWS: moto behind a layer that journals requests, injects
faults, tells accounts apart and fills gaps.

    python emulator.py --port 4566
"""

import argparse
import contextlib
import functools
import logging
import os
import signal
import socket
import sys
import threading
import time

# Before moto is imported, which reads them once. Thousands of AWS's own
# policies would double the start; nothing here attaches one.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "false"
os.environ["MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS"] = "false"
for name in list(os.environ):
    if name == "AWS_CA_BUNDLE" or name == "MOTO_ACCOUNT_ID" or name.lower().endswith("_proxy"):
        del os.environ[name]

from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server  # noqa: E402

import gaps  # noqa: E402
from answers import Answer, error  # noqa: E402
from calls import identify, replace_body  # noqa: E402
from conditions import conditions  # noqa: E402
from control import PREFIX, Control  # noqa: E402
from faults import Faults  # noqa: E402
from journal import Journal  # noqa: E402
from profiles import Profiles  # noqa: E402

log = logging.getLogger("emulator")


class Dispatcher(DomainDispatcherApplication):
    @functools.cache  # half of a request's time otherwise: moto walks its folders each time
    def get_backend_for_host(self, host):
        return super().get_backend_for_host(host)


class Locks:
    """One call at a time per account: moto's listings fail, or leave out what is
    there, where another thread creates or deletes something meanwhile."""

    def __init__(self):
        self.by_account = {}

    def held(self, account, operation):
        if operation == "ReceiveMessage":  # waits for messages that others send
            return contextlib.nullcontext()
        return self.by_account.setdefault(account, threading.RLock())


class Emulator:
    """The WSGI application."""

    def __init__(self, clock=None):
        self.journal = Journal()
        self.faults = Faults()
        self.profiles = Profiles(clock=clock)
        self.control = Control(self.journal, self.faults, self.profiles)
        self.moto = Dispatcher(create_backend_app)
        self.locks = Locks()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(PREFIX):
            return self.control.answer(environ).send(start_response)
        started = time.time()
        call = identify(environ)
        context = conditions(call)
        struck = self.faults.hit(call)
        answer = self.answer(call, environ, struck)
        agent = environ.get("HTTP_USER_AGENT", "")
        self.journal.add(call, agent, context, answer, started, time.time(), bool(struck))
        if not answer.status:
            with contextlib.suppress(OSError):  # reset already
                environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError("hung, by a fault")  # the server drops it silently
        return answer.send(start_response)

    def answer(self, call, environ, struck):
        head = environ["REQUEST_METHOD"] == "HEAD"
        if any(fault.spec.get("afterwards") for fault in struck):
            self.by_profile(call, environ, head)
        for fault in struck:
            fault.wait()
        if struck and "hang" in struck[-1].spec:
            return Answer(0)
        if struck and "code" in struck[-1].spec:
            return error(call, *struck[-1].error, head=head)
        return self.by_profile(call, environ, head)

    def by_profile(self, call, environ, head):
        def carry_out(environ):
            with self.locks.held(call.account, call.operation):
                return self.carry_out(call, environ, head)

        def forward(environ):
            with self.locks.held(call.account, None):
                return self.forward(environ)

        try:
            return self.profiles.carry_out(call, environ, head, carry_out, forward)
        except Exception as e:
            return self.failed(call, e, head)

    def carry_out(self, call, environ, head):
        def forward(body=None, account=None):
            if body is not None:
                replace_body(environ, body)
            if account is not None:
                environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
            return self.forward(environ)

        try:
            if call.service == "cloudformation":
                import stacks  # noqa: F401
            gap = gaps.GAPS.get((call.service, call.operation))
            answer = gap(call, forward) if gap and call.protocol != "query" else forward()
            return gaps.mend(call, answer, head)
        except NotImplementedError:
            return gaps.unimplemented(call, head)
        except Exception as e:
            return self.failed(call, e, head)

    def failed(self, call, e, head):
        log.exception("%s %s", call.service, call.operation)
        return error(call, 500, "InternalFailure", f"the emulator failed: {e!r}", head)

    def forward(self, environ):
        answer = Answer(0)

        def start_response(status, headers, exc_info=None):
            if exc_info:
                raise exc_info[1]
            answer.status, answer.headers = int(status.split()[0]), headers

        chunks = self.moto(environ, start_response)
        answer.body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return answer


class QuietHandler(MotoRequestHandler):
    def log_request(self, *_args):
        pass  # the journal is the log


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    os.environ["MOTO_PORT"] = str(port)  # moto puts it into the URLs that it hands out
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server("127.0.0.1", port, Emulator(), threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True  # a hanging call must not hold up the end
    server.serve_forever()


if __name__ == "__main__":
    main()
