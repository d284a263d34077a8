#!/usr/bin/env python3
"""Starts every built function under Lambda's emulator, over DynamoDB Local, and asks it what API Gateway would.

    check.py --dynamodb http://127.0.0.1:8000 [--built .aws-sam/build] [--only redeem_code]

Run it with a Python that has aws-sam-cli, after `sam build --parameter-overrides Architecture=x86_64`.
"""

import argparse
import json
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import events
import template
from dynamodb import CREDENTIALS, REGION, DynamoDb, Stream
from lambdas import Lambda
from stand import Stand, text_of

NEWCOMER = "newcomer@driver.test"
# Where the console's distribution says that they are; the gateway sees another address.
VIEWER = "198.51.100.7"
# What everybody may call, what they send, and the status and code they get; the others answer 401 to a stranger.
FOR_ANYONE = {
    "get_health": (None, 200, None),
    "get_openapi": (None, 200, None),
    "get_problem": (None, 200, None),
    "stop_mails": ({"token": "none"}, 404, "not_found"),
    "open_report": ({"token": "unknown"}, 404, "not_found"),
    "check_certificate": ({"code": "00000-00000-00000-00000"}, 404, "not_found"),
    "request_sign_in": ({"email": NEWCOMER}, 202, None),
    "confirm_sign_in": ({"attempt": "att_01KATQ5Z8M6W3V9R2T4X7C1D0F", "code": "0000-0000"}, 401, "sign_in_failed"),
    "preview_invitation": ({"token": "unknown"}, 404, "not_found"),
    "activate_invitation": ({"token": "unknown"}, 404, "not_found"),
}


class World:
    """The table, the stand-in for the other services, and the functions with what they need to start."""

    def __init__(self, dynamodb, built):
        self.template = template.load()
        self.functions = {f.binary: f for f in template.functions(self.template)}
        self.built = built
        self.table = f"emulator-{int(time.time() * 1000)}"
        self.dynamodb = DynamoDb(dynamodb)
        self.dynamodb.call("CreateTable", template.table(self.template, self.table))
        self.stand = Stand()
        threading.Thread(target=self.stand.serve_forever, daemon=True).start()
        self.secrets = [NEWCOMER]
        self.references = {k: v["Default"] for k, v in self.template["Parameters"].items() if "Default" in v} | {
            "AWS::StackName": "emulator",
            "AWS::Region": REGION,
            "AWS::URLSuffix": "amazonaws.com",
            "Table": self.table,
            "AppUrl": "https://app.codriver.test",
            "OperatorAddress": "operator@codriver.test",
            "SenderAddress": "no-reply@codriver.test",
            "Mails": "mails",
            "SignInMails": f"{self.stand.endpoint}/123456789012/sign-in-mails",
            "OtherMails": f"{self.stand.endpoint}/123456789012/other-mails",
            "SealKey.Arn": "seal-key",
            "PassingKey.Arn": "passing-key",
            "EdgeSecret": "the edge's secret",
            "Api.ApiEndpoint": "https://api.codriver.test",
        }
        services = {s: self.stand.endpoint for s in ("AWS_ENDPOINT_URL_SESV2", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_KMS")}
        self.environment = services | CREDENTIALS | {"AWS_REGION": REGION, "AWS_ENDPOINT_URL_DYNAMODB": dynamodb}

    def start(self, binary):
        """A function, to be used in a `with` block."""
        function = self.functions[binary]
        environment = template.environment(self.template, function, self.references) | self.environment
        return Lambda(function, self.built / function.logical_id / "bootstrap", environment)

    def check_log(self, running):
        """A log is JSON, and holds no address, code or token."""
        lines = running.logged()
        for secret in self.secrets:
            assert not any(secret in line for line in lines), "an address, code or token is in the log"
        return lines

    def check_line(self, running):
        """There is a line of the first call, which says that it was the first."""
        begins = f'"operation":"{running.function.binary}"'
        lines = self.check_log(running)
        assert any(begins in line and '"cold_starts":1' in line for line in lines), f"no line of {running.function.binary}"


def expect(answer, status, code=None):
    """Asserts on an HTTP answer's status and, for a problem, on its code; gives its body."""
    assert answer.get("statusCode") == status, f"expected {status}: {json.dumps(answer)[:500]}"
    headers = {k.lower(): v for k, v in answer["headers"].items()}
    if code is None:
        is_json = headers.get("content-type") == "application/json"
        return json.loads(answer["body"]) if is_json and answer.get("body") else None
    assert headers["content-type"].startswith("application/problem+json"), headers
    problem = json.loads(answer["body"])
    assert (problem["code"], problem["status"]) == (code, status), problem
    assert status != 401 or code != "unauthenticated" or headers["www-authenticate"] == "Bearer", headers
    return problem


def as_stranger(world, binary, running):
    """Asks with no token."""
    function = world.functions[binary]
    nothing = None if function.method == "GET" else {}
    body, status, code = FOR_ANYONE.get(binary, (nothing, 401, "unauthenticated"))
    expect(running.invoke(events.http(function, body)), status, code)


def as_newcomer(world, binary, running, token):
    """Asks with a live token and nothing in the body: whatever is wrong with that is the caller's fault."""
    function = world.functions[binary]
    answer = running.invoke(events.http(function, None if function.method == "GET" else {}, token))
    status = answer.get("statusCode", 500)
    assert status < 500 and status != 401, f"signed in: {json.dumps(answer)[:500]}"


def sign_in(world):
    """Signs somebody in for real: the request, the mail that the consumer hands over and the sender sends, its code."""
    with world.start("request_sign_in") as running:
        attempt = expect(running.invoke(events.http(running.function, {"email": NEWCOMER})), 202)["attempt"]
    with world.start("consume_stream") as consumer:
        changes = Stream(world.dynamodb, world.table, template.stream_filters(world.template))
        answer = consumer.invoke(changes.next_event())
        assert "state" in answer and not answer.get("batchItemFailures"), f"consume_stream: {answer}"
    assert len(world.stand.messages) == 1, f"{len(world.stand.messages)} messages, not one"
    with world.start("send_mail") as sender:
        answer = sender.invoke(events.messages([world.stand.messages.pop()["MessageBody"]]))
        assert answer.get("batchItemFailures") == [], f"send_mail: {answer}"
    assert len(world.stand.mails) == 1, f"{len(world.stand.mails)} mails, not one"
    code = re.search(r"^Code: (\S+)\s*$", text_of(world.stand.mails[0]), re.MULTILINE)[1]
    with world.start("confirm_sign_in") as confirming:
        by_edge = {"x-codriver-edge": world.references["EdgeSecret"], "x-codriver-viewer": VIEWER}
        answer = confirming.invoke(events.http(confirming.function, {"attempt": attempt, "code": code}, more=by_edge))
    token = expect(answer, 200)["token"]
    items = json.dumps(world.dynamodb.call("Scan", {"TableName": world.table})["Items"])
    assert VIEWER.removesuffix("7") + "0" in items, "where they are is what the edge says"
    world.secrets += [code, token, VIEWER]
    for each in (running, consumer, sender, confirming):
        world.check_line(each)
    return token


def bounce(world):
    """The mail comes back: the table shows it."""
    with world.start("record_delivery") as recording:
        answer = recording.invoke(events.bounce(world.stand.mails[0]))
    world.check_line(recording)
    items = world.dynamodb.call("Scan", {"TableName": world.table})["Items"]
    assert {"S": "bounced"} in [item.get("status") for item in items], f"record_delivery: {answer}"


def recount(world):
    """The nightly sample counts whatever accounts there are, and says so in its log."""
    with world.start("recount_sample") as running:
        answer = running.invoke({})
    assert any("counts_mended" in line for line in world.check_log(running)), f"recount_sample: {answer}"


def remind(world):
    """The hour's run owes what there is, and says so in its log."""
    with world.start("send_reminders") as running:
        answer = running.invoke({})
    assert any("looked_at" in line for line in world.check_log(running)), f"send_reminders: {answer}"


def check(world, binary, token):
    """One HTTP function: as a stranger, as somebody signed in, and its log. Gives what is wrong, or nothing."""
    try:
        with world.start(binary) as running:
            as_stranger(world, binary, running)
            if binary not in FOR_ANYONE and binary != "sign_out":
                as_newcomer(world, binary, running, token)
        world.check_line(running)
    except Exception as error:  # one function's fault must not hide the others'
        return f"{binary}: {type(error).__name__}: {error}"
    return None


def unrouted(world):
    """What no operation is for gets a problem, with the name of the request."""
    with world.start("unrouted") as running:
        for method, path, status, code in [
            ("GET", "/v1/nothing", 404, "not_found"),
            ("GET", "/v1/%ff", 404, "not_found"),
            ("PUT", "/v1/me", 405, "method_not_allowed"),
        ]:
            answer = running.invoke(events.http(replace(running.function, method=method, path=path)))
            expect(answer, status, code)
            headers = {k.lower(): v for k, v in answer["headers"].items()}
            assert "x-request-id" in headers and (status != 405 or headers["allow"] == "GET,PATCH,DELETE"), headers


def sign_out(world, token):
    """A token that has signed out is dead for every function."""
    with world.start("sign_out") as running:
        expect(running.invoke(events.http(running.function, None, token)), 204)
    with world.start("get_me") as running:
        expect(running.invoke(events.http(running.function, None, token)), 401, "unauthenticated")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dynamodb", required=True, help="address of DynamoDB Local")
    parser.add_argument("--built", type=Path, default=template.ROOT / ".aws-sam/build", help="what `sam build` made")
    parser.add_argument("--only", action="append", help="a function's binary; may be repeated")
    arguments = parser.parse_args()
    world = World(arguments.dynamodb, arguments.built)
    token = sign_in(world)
    bounce(world)
    recount(world)
    remind(world)
    unrouted(world)
    chosen = [b for b, f in world.functions.items() if f.path and (not arguments.only or b in arguments.only)]
    with ThreadPoolExecutor(3) as pool:
        wrong = [w for w in pool.map(lambda binary: check(world, binary, token), chosen) if w]
    if not arguments.only:
        sign_out(world, token)
    for fault in wrong:
        print(fault, file=sys.stderr)
    print(f"{len(chosen) - len(wrong)} passed, {len(wrong)} failed")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
