"""Runs a built function under the Lambda Runtime Interface Emulator, which the aws-sam-cli package carries."""

import json
import re
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path

EMULATOR = Path(find_spec("samcli").submodule_search_locations[0]) / "local/rapid/aws-lambda-rie-x86_64"
# What the emulator itself prints, between the function's own lines.
ITS_OWN = re.compile(r"^(START|END|REPORT) RequestId: |^\S+ \S+ \S+ \S+ \[(INFO|WARN|ERROR)\]|^\s*$")


# Each is given once, and none is of those that the system gives to connections (32768 and up): a port that was only
# found free may be another's by the time that the emulator listens on it, and two functions then answer for each other.
PORTS = count(20_000)


def _free_port():
    for port in PORTS:
        with socket.socket() as s, suppress(OSError):
            s.bind(("127.0.0.1", port))
            return port


class Lambda:
    """A function that is up while the `with` block lasts; it takes one call at a time."""

    def __init__(self, function, bootstrap, environment):
        self.function, self.bootstrap = function, bootstrap
        self.environment = environment | {
            "PATH": "/usr/bin:/bin",
            "AWS_LAMBDA_FUNCTION_NAME": function.logical_id,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
            "AWS_LAMBDA_LOG_FORMAT": "JSON",
            "AWS_LAMBDA_LOG_LEVEL": "INFO",
        }
        self.printed = ""

    def __enter__(self):
        self.port = _free_port()
        places = ["--runtime-interface-emulator-address", f"127.0.0.1:{self.port}", "--runtime-api-address", f"127.0.0.1:{_free_port()}"]
        command = [EMULATOR, *places, "--log-level", "error", self.bootstrap]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.02)
        self.__exit__()
        raise RuntimeError(f"the emulator did not start: {self.printed}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.printed, _ = self.process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.printed, _ = self.process.communicate()

    def invoke(self, event):
        """What the function answers. An error of the function, too, comes with HTTP 200: look at the answer."""
        url = f"http://127.0.0.1:{self.port}/2015-03-31/functions/function/invocations"
        request = urllib.request.Request(url, json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=self.function.timeout + 5) as answer:
            text = answer.read().decode()
        try:
            return json.loads(text)
        except ValueError:
            raise AssertionError(f"no JSON in answer: {text[:300]}") from None

    def logged(self):
        """The lines that the function printed; each must be a JSON object."""
        lines = [line for line in self.printed.splitlines() if not ITS_OWN.match(line)]
        for line in lines:
            assert line.startswith("{") and isinstance(json.loads(line), dict), f"not a JSON log line: {line[:300]}"
        return lines
