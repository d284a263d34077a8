"""Makes a small world on a running server; for one kind of caller a configuration of schemathesis, CALLER.toml, and the
header that tells who calls, CALLER.header.

usage: world.py ADDRESS DIRECTORY CALLER
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SERVER, DIRECTORY, CALLER = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
CONFIG = Path(__file__).with_name("config.toml").read_text()


class Caller:
    """Somebody who calls, with what they show."""

    def __init__(self, token: str | None = None):
        self.token = token

    def send(self, method: str, path: str, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(SERVER + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error
        return json.loads(text) if text else None

    def get(self, path: str):
        return self.send("GET", path)

    def post(self, path: str, body):
        return self.send("POST", path, body)


ANYBODY = Caller()


def mailed(to: str, pattern: str) -> str:
    text = ANYBODY.get(f"/_local/emails?to={urllib.parse.quote(to)}")["items"][0]["text"]
    return re.search(pattern, text)[1]


def sign_in(email: str) -> Caller:
    attempt = ANYBODY.post("/v1/sign-in", {"email": email})["attempt"]
    code = mailed(email, r"Code: ([0-9A-Z-]+)")
    return Caller(ANYBODY.post("/v1/sign-in/confirm", {"attempt": attempt, "code": code})["token"])


def other_sign_in(caller: Caller) -> dict[str, str]:
    """A sign-in of somebody to end, without which they can go on."""
    sign_in(caller.get("/v1/me")["person"]["email"])
    others = [one["id"] for one in caller.get("/v1/me/sign-ins")["items"] if not one["current"]]
    return {"sign_in": others[0]}


def reseller(operator: Caller, course: str):
    """A reseller with a batch of codes, and a program of it."""
    holder = sign_in("reseller@example.com")
    account = holder.post("/v1/accounts", {"name": "Roadcraft"})["id"]
    operator.send("PUT", f"/v1/operator/accounts/{account}", {"reseller": True})
    path = f"/v1/accounts/{account}"
    order = {"kind": "codes", "course_id": course, "quantity": 1000, "duration_days": 90}
    order = holder.post(f"{path}/orders", order)
    key = {"name": "Shop", "scopes": ["codes", "redemptions", "users", "reports"]}
    key = Caller(holder.post(f"{path}/api-keys", key)["token"])
    return key, {"account": account, "batch": order["batch_id"], "order": order["id"], "course": course}


def company(operator: Caller, course: str):
    """A company with a driver, a manager of a group, and something of everything."""
    holder = sign_in("boss@example.com")
    account = holder.post("/v1/accounts", {"name": "Acme Haulage"})["id"]
    operator.send("PUT", f"/v1/operator/accounts/{account}", {"seat_limit": 100000, "reseller": True})
    path = f"/v1/accounts/{account}"
    group = holder.post(f"{path}/groups", {"name": "Night shift"})["id"]
    user = holder.post(f"{path}/users", {"email": "ann@example.com", "name": "Ann", "group_ids": [group]})["id"]
    token = mailed("ann@example.com", r"activate#([0-9A-Za-z_-]+)")
    ANYBODY.post("/v1/activations", {"token": token})
    driver = sign_in("ann@example.com")
    order = holder.post(f"{path}/orders", {"kind": "licences", "course_id": course, "quantity": 1000})["id"]
    codes = {"kind": "codes", "course_id": course, "quantity": 1000, "duration_days": 90}
    batch = holder.post(f"{path}/orders", codes)["batch_id"]
    enrolment = holder.post(f"{path}/enrolments", {"course_id": course, "user_ids": [user]})
    enrolment = enrolment["results"][0]["enrolment"]["id"]
    when = {"starts_at": "2030-01-07T09:00:00Z", "ends_at": "2030-01-07T11:00:00Z"}
    session = {"title": "Skid pan", "place": "Hall 3", "user_ids": [user], **when}
    session = holder.post(f"{path}/sessions", session)["id"]
    route = holder.post(f"{path}/routes", {"name": "Harbour to depot", **when})["id"]
    key = holder.post(f"{path}/api-keys", {"name": "Payroll", "scopes": ["users"]})["id"]
    scope = {"kind": "groups", "group_ids": [group]}
    invited = holder.post(f"{path}/managers", {"email": "instructor@example.com", "scope": scope})
    manager = sign_in("instructor@example.com")
    manager.post("/v1/invitations/accept", {"token": invited["url"].split("#")[1]})
    ids = {
        "account": account, "group": group, "user": user, "course": course, "order": order, "enrolment": enrolment,
        "session": session, "route": route, "key": key, "manager": invited["id"], "batch": batch,
    }
    return holder, driver, manager, ids


def write(caller: Caller, ids: dict[str, str]):
    lines = []
    if caller.token:
        lines.append(f'headers = {{ Authorization = "Bearer {caller.token}" }}')
        (DIRECTORY / f"{CALLER}.header").write_text(f"Authorization: Bearer {caller.token}\n")
    lines += [CONFIG, "[parameters]"]
    lines += [f'"path.{placeholder}" = "{id}"' for placeholder, id in ids.items()]
    (DIRECTORY / f"{CALLER}.toml").write_text("\n".join(lines) + "\n")


def main():
    operator = sign_in("operator@codriver.test")
    course = operator.get("/v1/courses")["items"][0]["id"]
    program, shop = reseller(operator, course)
    holder, driver, manager, ids = company(operator, course)
    ids["recipient"] = shop["account"]
    persons = {"holder": holder, "driver": driver, "group-manager": manager, "operator": operator}
    # Whose sign-in may be ended: they go on with the other one.
    ids |= other_sign_in(persons.get(CALLER, holder))
    if CALLER == "reseller-key":
        write(program, ids | shop)
    else:
        write(persons.get(CALLER, ANYBODY), ids)


main()
