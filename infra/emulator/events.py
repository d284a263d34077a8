"""The events that AWS gives to a function: an HTTP request, messages of a queue, a bounce by SES through SNS."""

import json
import time

from template import sample


def http(function, body=None, token=None, more=None):
    """An HTTP API's request, payload format 2.0, with header names in lower case as API Gateway sends them."""
    path, ids = sample(function.path)
    headers = {"accept": "*/*", "host": "api.codriver.test", "user-agent": "emulator"} | (more or {})
    if function.method != "GET":
        headers["content-type"] = "application/json"
    if token:
        headers["authorization"] = f"Bearer {token}"
    now = time.time()
    return {
        "version": "2.0",
        "routeKey": f"{function.method} {function.path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "pathParameters": ids,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "emulator",
            "domainName": "api.codriver.test",
            "domainPrefix": "api",
            "http": {"method": function.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "emulator"},
            "requestId": "emulator-request=",
            "routeKey": f"{function.method} {function.path}",
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def messages(bodies):
    """What a queue hands out."""
    queue = {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:mails", "awsRegion": "eu-central-1"}
    attributes = {"ApproximateReceiveCount": "1", "SentTimestamp": "1767225600000"}
    rest = queue | {"attributes": attributes, "messageAttributes": {}, "receiptHandle": "emulator", "md5OfBody": ""}
    return {"Records": [rest | {"messageId": f"emulator-{n}", "body": body} for n, body in enumerate(bodies)]}


def bounce(mail):
    """What SES tells by SNS of a mail that did not arrive; `mail` is the request that sent it."""
    address = mail["Destination"]["ToAddresses"][0]
    news = {
        "eventType": "Bounce",
        "mail": {
            "messageId": "emulator-1",
            "timestamp": "2026-01-01T00:00:00.000Z",
            "source": mail["FromEmailAddress"],
            "destination": [address],
            "tags": {tag["Name"]: [tag["Value"]] for tag in mail["EmailTags"]},
        },
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": address}],
            "timestamp": "2026-01-01T00:00:01.000Z",
            "feedbackId": "emulator",
        },
    }
    topic = "arn:aws:sns:eu-central-1:123456789012:deliveries"
    notice = {
        "Type": "Notification",
        "MessageId": "emulator",
        "TopicArn": topic,
        "Subject": "Amazon SES Email Event Notification",
        "Message": json.dumps(news),
        "Timestamp": "2026-01-01T00:00:02.000Z",
        "SignatureVersion": "1",
        "Signature": "emulator",
        "SigningCertUrl": "https://sns.eu-central-1.amazonaws.com/cert.pem",
        "UnsubscribeUrl": "https://sns.eu-central-1.amazonaws.com/",
        "MessageAttributes": {},
    }
    record = {"EventVersion": "1.0", "EventSubscriptionArn": f"{topic}:emulator", "EventSource": "aws:sns", "Sns": notice}
    return {"Records": [record]}
