"""Lambda's runtime: takes one event after the other, less than the one of AWS does."""

import http.client
import json
import os

from redeem import handler


def run():
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def call(method, path, body=None):
        body = None if body is None else json.dumps(body, separators=(",", ":"))
        api.request(method, f"/2018-06-01/runtime/invocation/{path}", body)
        answer = api.getresponse()
        return answer.headers, answer.read()

    while True:
        headers, event = call("GET", "next")
        request = headers["lambda-runtime-aws-request-id"]
        try:
            call("POST", f"{request}/response", handler(json.loads(event)))
        except Exception as error:
            told = {"errorType": type(error).__name__, "errorMessage": str(error)}
            call("POST", f"{request}/error", told)


run()
