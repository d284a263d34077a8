#!/usr/bin/env python3
"""Gives `sam local` what it lacks: a table, endpoints in the functions' environment, and somebody who reads
the stream and the queues.

sam_local.py prepare BUILT   makes the table, and BUILT/local.yaml from BUILT/template.yaml
sam_local.py pump            gives the table's changes to consume_stream and run_jobs, and the mails that it hands over to send_mail,
                             by way of `sam local start-lambda`
"""

import json
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import yaml

import events
import template
from dynamodb import DynamoDb, Stream

TABLE = "codriver"
DYNAMODB = "http://127.0.0.1:8000"
STAND = "http://127.0.0.1:8001"
FUNCTION = "http://127.0.0.1:3001/2015-03-31/functions/{}/invocations"
# As the functions' containers see it, on the network of compose.yaml.
LOCAL = {
    "CODRIVER_STACK": "local",
    "CODRIVER_TABLE": TABLE,
    "CODRIVER_APP_URL": "http://127.0.0.1:3000",
    "CODRIVER_OPERATOR": "operator@codriver.test",
    "CODRIVER_SENDER": "no-reply@codriver.test",
    "CODRIVER_ORDERS": "automatic",
    "CODRIVER_CONFIGURATION_SET": "mails",
    "CODRIVER_MAILS_PER_SECOND": "10",
    "CODRIVER_SIGN_IN_MAILS": "http://stand:8001/000000000000/sign-in-mails",
    "CODRIVER_OTHER_MAILS": "http://stand:8001/000000000000/other-mails",
    "CODRIVER_PASSING_KEY": "passing-key",
    "AWS_ENDPOINT_URL_DYNAMODB": "http://dynamodb:8000",
    "AWS_ENDPOINT_URL_SESV2": "http://stand:8001",
    "AWS_ENDPOINT_URL_SQS": "http://stand:8001",
    "AWS_ENDPOINT_URL_KMS": "http://stand:8001",
}


def wait_for_dynamodb():
    """Returns when DynamoDB Local answers."""
    for _ in range(100):
        try:
            return DynamoDb(DYNAMODB).call("ListTables", {})["TableNames"]
        except OSError:
            time.sleep(0.2)
    sys.exit(f"nothing answers on {DYNAMODB}")


def prepare(built):
    """`sam local` passes on only those variables that its template names, so it gets a template that names more."""
    if TABLE not in wait_for_dynamodb():
        DynamoDb(DYNAMODB).call("CreateTable", template.table(template.load(), TABLE))
    local = yaml.load((built / "template.yaml").read_text(), template.Loader)
    local["Globals"]["Function"]["Environment"]["Variables"] |= LOCAL
    for resource in local["Resources"].values():
        own = resource.get("Properties", {}).get("Environment", {}).get("Variables", {})
        if "CODRIVER_SEAL_KEY" in own:
            own["CODRIVER_SEAL_KEY"] = "seal-key"
    (built / "local.yaml").write_text(yaml.safe_dump(local, sort_keys=False))


def pump():
    """Reads the stream and the queues for ever. What fails is given again, as Lambda would."""
    told = [(name, Stream(DynamoDb(DYNAMODB), TABLE, template.stream_filters(template.load(), name))) for name in ("ConsumeStream", "RunJobs")]
    while True:
        for function, stream in told:
            event = stream.next_event()
            while event and not handed_over(function, event):
                time.sleep(2)
        bodies = received()
        while bodies and not handed_over("SendMail", events.messages(bodies)):
            time.sleep(2)
        time.sleep(0.5)


def received():
    """The messages that lie in the stand-in's queues."""
    headers = {"X-Amz-Target": "AmazonSQS.ReceiveMessage", "Content-Type": "application/x-amz-json-1.0"}
    with urllib.request.urlopen(urllib.request.Request(STAND, b"{}", headers), timeout=10) as answer:
        return [message["Body"] for message in json.load(answer)["Messages"]]


def handed_over(function, event):
    """Whether a function has taken all of an event."""
    try:
        request = urllib.request.Request(FUNCTION.format(function), json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=90) as answer:
            said = json.load(answer)
    except (OSError, ValueError):
        return False
    return said.get("batchItemFailures") == []


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        prepare(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["pump"]:
        pump()
    else:
        sys.exit(__doc__)
