#!/usr/bin/env python3
"""A stand-in for SES, SQS and KMS: takes mails and shows them on GET /, keeps messages, and answers GenerateMac.

stand.py HOST PORT
"""

import base64
import hashlib
import hmac
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Stand(ThreadingHTTPServer):
    """Answers SES's SendEmail, SQS's SendMessageBatch and ReceiveMessage, and KMS's GenerateMac.

    `mails` are the requests that SES was sent, `messages` the entries that lie in queues. What is received is gone.
    """

    daemon_threads = True

    def __init__(self, host="127.0.0.1", port=0):
        super().__init__((host, port), _Calls)
        self.mails, self.messages = [], []

    @property
    def endpoint(self):
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Calls(BaseHTTPRequestHandler):
    def do_GET(self):
        mails = [f"To: {', '.join(m['Destination']['ToAddresses'])}\n\n{text_of(m)}" for m in reversed(self.server.mails)]
        self._answer(200, "text/plain; charset=utf-8", ("\n\n---\n\n".join(mails) or "no mail yet").encode() + b"\n")

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v2/email/outbound-emails":
            self.server.mails.append(body)
            self._json(200, {"MessageId": f"emulator-{len(self.server.mails)}"})
        elif self.headers.get("X-Amz-Target") == "AmazonSQS.SendMessageBatch":
            self.server.messages += body["Entries"]
            self._json(200, {"Successful": [{"Id": e["Id"], "MessageId": e["Id"], "MD5OfMessageBody": ""} for e in body["Entries"]], "Failed": []})
        elif self.headers.get("X-Amz-Target") == "AmazonSQS.ReceiveMessage":
            received, self.server.messages[:10] = self.server.messages[:10], []
            self._json(200, {"Messages": [{"MessageId": m["Id"], "Body": m["MessageBody"]} for m in received]})
        elif self.headers.get("X-Amz-Target") == "TrentService.GenerateMac":
            mac = hmac.digest(body["KeyId"].encode(), base64.b64decode(body["Message"]), hashlib.sha256)
            self._json(200, {"KeyId": body["KeyId"], "Mac": base64.b64encode(mac).decode(), "MacAlgorithm": body["MacAlgorithm"]})
        else:
            self._json(400, {"__type": "UnknownOperationException", "message": self.path})

    def _json(self, status, body):
        self._answer(status, "application/x-amz-json-1.1", json.dumps(body).encode())

    def _answer(self, status, content_type, data):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Says nothing: the mails are there to be read."""


def text_of(mail):
    """The plain text of a SendEmail request."""
    return mail["Content"]["Simple"]["Body"]["Text"]["Data"]


if __name__ == "__main__":
    Stand(sys.argv[1], int(sys.argv[2])).serve_forever()
