"""README.md's first minutes with a client that openapi-python-client makes from the API's document."""

import json
import re
import sys
import urllib.parse
import urllib.request
from datetime import UTC, datetime

from codriver_client import AuthenticatedClient, Client, models
from codriver_client.api.accounts import create_account, find_account
from codriver_client.api.codes import get_code_batch, list_codes, redeem_code
from codriver_client.api.courses import list_courses
from codriver_client.api.enrolments import assign_course
from codriver_client.api.groups import create_group
from codriver_client.api.invitations import activate_invitation
from codriver_client.api.managers import accept_invitation, invite_manager
from codriver_client.api.me import list_my_enrolments, list_overview, record_result
from codriver_client.api.operator import set_account_plan
from codriver_client.api.orders import create_order
from codriver_client.api.reports import summarise_report
from codriver_client.api.routing import assign_driver, create_route, get_route
from codriver_client.api.shares import share_drivers, unshare_driver
from codriver_client.api.sign_in import confirm_sign_in, request_sign_in
from codriver_client.api.training import create_training_session
from codriver_client.api.users import import_users, invite_user

SERVER = sys.argv[1]
ANONYMOUS = Client(base_url=SERVER)


def done(answer):
    """What was answered; a problem ends the walk."""
    assert answer.status_code < 400, (answer.status_code, answer.content)
    return answer.parsed


def mailed(to: str, pattern: str) -> str:
    with urllib.request.urlopen(f"{SERVER}/_local/emails?to={urllib.parse.quote(to)}") as answer:
        text = json.load(answer)["items"][0]["text"]
    return re.search(pattern, text)[1]


def sign_in(email: str) -> AuthenticatedClient:
    begun = done(request_sign_in.sync_detailed(client=ANONYMOUS, body=models.RequestSignInInput(email=email)))
    code = mailed(email, r"Code: ([0-9A-Z-]+)")
    shown = models.ConfirmSignInInputAttemptCode(attempt=begun.attempt, code=code)
    signed_in = done(confirm_sign_in.sync_detailed(client=ANONYMOUS, body=shown))
    return AuthenticatedClient(base_url=SERVER, token=signed_in.token)


def company(client: AuthenticatedClient, name: str) -> str:
    return done(create_account.sync_detailed(client=client, body=models.CreateAccountInput(name=name))).id


def sell(operator, reseller):
    shop = company(reseller, "Roadcraft")
    plan = models.SetAccountPlanInput(reseller=True)
    done(set_account_plan.sync_detailed(shop, client=operator, body=plan))
    course = done(list_courses.sync_detailed(client=reseller)).items[0]
    order = models.CreateOrderInputCodes(
        kind=models.CreateOrderInputCodesKind.CODES,
        course_id=course.id,
        quantity=1000,
        duration_days=90,
        label="Autumn",
    )
    batch = done(create_order.sync_detailed(shop, client=reseller, body=order)).batch_id
    codes = done(list_codes.sync_detailed(shop, batch, client=reseller, limit=1))
    return shop, course, batch, codes.items[0].code


def learn(driver, course, code):
    body = models.RedeemCodeInput(code=code)
    redeemed = redeem_code.sync_detailed(client=driver, body=body)
    again = redeem_code.sync_detailed(client=driver, body=body)
    assert (redeemed.status_code, again.status_code) == (201, 200)
    assert redeemed.parsed.enrolment.id == again.parsed.enrolment.id
    enrolment = done(list_my_enrolments.sync_detailed(client=driver)).items[0]
    for module in course.modules:
        result = models.RecordResultInput(module_id=module.id, completed=True, score=90)
        done(record_result.sync_detailed(enrolment.id, client=driver, body=result))
    return redeemed.parsed.account.id


def employ(boss, course):
    acme = company(boss, "Acme Haulage")
    night = done(create_group.sync_detailed(acme, client=boss, body=models.CreateGroupInput(name="Night shift")))
    ann = models.InviteUserInput(email="ann@example.com", name="Ann", group_ids=[night.id])
    ann = done(invite_user.sync_detailed(acme, client=boss, body=ann))
    token = mailed("ann@example.com", r"activate#([0-9A-Za-z_-]+)")
    done(activate_invitation.sync_detailed(client=ANONYMOUS, body=models.ActivateInvitationInput(token=token)))
    rows = [
        models.UserRow(email="bob@example.com", groups=["Night shift", "Office"]),
        models.UserRow(email="nobody"),
    ]
    imported = done(import_users.sync_detailed(acme, client=boss, body=models.ImportUsersInput(users=rows)))
    assert [str(row.status) for row in imported.results] == ["invited", "failed"]
    assert imported.results[1].error.code == "invalid_input"
    licences = models.CreateOrderInputLicences(
        kind=models.CreateOrderInputLicencesKind.LICENCES, course_id=course.id, quantity=5
    )
    done(create_order.sync_detailed(acme, client=boss, body=licences))
    assigned = models.AssignCourseInput(course_id=course.id, user_ids=[ann.id])
    assert done(assign_course.sync_detailed(acme, client=boss, body=assigned)).results[0].status == "enrolled"
    session = models.CreateTrainingSessionInput(
        title="Skid pan",
        place="Hall 3",
        starts_at=datetime(2030, 1, 7, 9, tzinfo=UTC),
        ends_at=datetime(2030, 1, 7, 11, tzinfo=UTC),
        user_ids=[ann.id],
    )
    done(create_training_session.sync_detailed(acme, client=boss, body=session))
    return acme, ann.id


def instruct(clients):
    instructor = sign_in("instructor@example.com")
    for client, account in clients:
        whole = models.NewScopeCompany(kind=models.NewScopeCompanyKind.COMPANY)
        body = models.InviteManagerInputEmail(email="instructor@example.com", scope=whole)
        invited = done(invite_manager.sync_detailed(account, client=client, body=body))
        body = models.AcceptInvitationInput(token=invited.url.split("#")[1])
        done(accept_invitation.sync_detailed(client=instructor, body=body))
    assert len(done(list_overview.sync_detailed(client=instructor)).items) == len(clients)


def share(boss, acme, ann):
    dispatcher = sign_in("dispatcher@example.com")
    parcels = company(dispatcher, "Nordic Parcels")
    found = done(find_account.sync_detailed(client=boss, name="nordic parcels")).items[0].id
    body = models.ShareDriversInputDriverIds(driver_ids=[ann])
    done(share_drivers.sync_detailed(acme, found, client=boss, body=body))
    route = models.CreateRouteInput(
        name="Harbour to depot",
        starts_at=datetime(2030, 1, 8, 8, tzinfo=UTC),
        ends_at=datetime(2030, 1, 8, 16, tzinfo=UTC),
    )
    route = done(create_route.sync_detailed(parcels, client=dispatcher, body=route)).id
    done(assign_driver.sync_detailed(parcels, route, ann, client=dispatcher))
    done(unshare_driver.sync_detailed(acme, found, ann, client=boss))
    assert done(get_route.sync_detailed(parcels, route, client=dispatcher)).drivers == []


def refused(reseller):
    answer = create_account.sync_detailed(client=reseller, body=models.CreateAccountInput(name="Another"))
    assert (answer.status_code, answer.parsed.code) == (409, "already_account_holder")


def main():
    operator, reseller = sign_in("operator@codriver.test"), sign_in("reseller@example.com")
    shop, course, batch, code = sell(operator, reseller)
    driver = sign_in("driver@example.com")
    own = learn(driver, course, code)
    boss = sign_in("boss@example.com")
    acme, ann = employ(boss, course)
    instruct([(boss, acme), (driver, own)])
    share(boss, acme, ann)
    refused(reseller)
    used = done(get_code_batch.sync_detailed(shop, batch, client=reseller))
    assert (used.redeemed, used.unused) == (1, 999)
    mine = done(list_my_enrolments.sync_detailed(client=driver)).items[0]
    assert (mine.status, mine.score) == ("completed", 90)
    assert done(summarise_report.sync_detailed(own, client=driver)).by_status.completed == 1
    print("Python: the first minutes are walked")


main()
