"""README.md's first minutes with the client that openapi-generator makes for Python from the API's document."""

import json
import re
import sys
import urllib.parse
import urllib.request
from datetime import UTC, datetime

import openapi_client as api

SERVER = sys.argv[1]


class Caller:
    """Somebody who calls, with what they show."""

    def __init__(self, token: str | None = None):
        client = api.ApiClient(api.Configuration(host=SERVER, access_token=token))
        self.accounts = api.AccountsApi(client)
        self.codes = api.CodesApi(client)
        self.courses = api.CoursesApi(client)
        self.enrolments = api.EnrolmentsApi(client)
        self.groups = api.GroupsApi(client)
        self.invitations = api.InvitationsApi(client)
        self.managers = api.ManagersApi(client)
        self.me = api.MeApi(client)
        self.operator = api.OperatorApi(client)
        self.orders = api.OrdersApi(client)
        self.reports = api.ReportsApi(client)
        self.routing = api.RoutingApi(client)
        self.shares = api.SharesApi(client)
        self.sign_in = api.SignInApi(client)
        self.training = api.TrainingApi(client)
        self.users = api.UsersApi(client)


ANONYMOUS = Caller()


def mailed(to: str, pattern: str) -> str:
    with urllib.request.urlopen(f"{SERVER}/_local/emails?to={urllib.parse.quote(to)}") as answer:
        text = json.load(answer)["items"][0]["text"]
    return re.search(pattern, text)[1]


def sign_in(email: str) -> Caller:
    begun = ANONYMOUS.sign_in.request_sign_in(api.RequestSignInInput(email=email))
    code = mailed(email, r"Code: ([0-9A-Z-]+)")
    shown = api.ConfirmSignInInput(api.ConfirmSignInInputAttemptCode(attempt=begun.attempt, code=code))
    return Caller(ANONYMOUS.sign_in.confirm_sign_in(shown).token)


def company(caller: Caller, name: str) -> str:
    return caller.accounts.create_account(api.CreateAccountInput(name=name)).id


def sell(operator: Caller, reseller: Caller):
    shop = company(reseller, "Roadcraft")
    operator.operator.set_account_plan(shop, api.SetAccountPlanInput(reseller=True))
    course = reseller.courses.list_courses().items[0]
    order = api.CreateOrderInputCodes(
        kind="codes", course_id=course.id, quantity=1000, duration_days=90, label="Autumn"
    )
    batch = reseller.orders.create_order(shop, api.CreateOrderInput(order)).batch_id
    return shop, course, batch, reseller.codes.list_codes(shop, batch, limit=1).items[0].code


def learn(driver: Caller, course: api.Course, code: str) -> str:
    body = api.RedeemCodeInput(code=code)
    redeemed, again = (driver.codes.redeem_code_with_http_info(body) for _ in range(2))
    assert (redeemed.status_code, again.status_code) == (201, 200)
    assert redeemed.data.enrolment.id == again.data.enrolment.id
    enrolment = driver.me.list_my_enrolments().items[0]
    for module in course.modules:
        driver.me.record_result(enrolment.id, api.RecordResultInput(module_id=module.id, completed=True, score=90))
    return redeemed.data.account.id


def employ(boss: Caller, course: api.Course):
    acme = company(boss, "Acme Haulage")
    night = boss.groups.create_group(acme, api.CreateGroupInput(name="Night shift"))
    ann = api.InviteUserInput(email="ann@example.com", name="Ann", group_ids=[night.id])
    ann = boss.users.invite_user(acme, ann)
    token = mailed("ann@example.com", r"activate#([0-9A-Za-z_-]+)")
    ANONYMOUS.invitations.activate_invitation(api.ActivateInvitationInput(token=token))
    rows = [
        api.UserRow(email="bob@example.com", groups=["Night shift", "Office"]),
        api.UserRow(email="nobody"),
    ]
    imported = boss.users.import_users(acme, api.ImportUsersInput(users=rows))
    assert [row.status for row in imported.results] == ["invited", "failed"]
    assert imported.results[1].error.code == "invalid_input"
    licences = api.CreateOrderInputLicences(kind="licences", course_id=course.id, quantity=5)
    boss.orders.create_order(acme, api.CreateOrderInput(licences))
    assigned = api.AssignCourseInput(course_id=course.id, user_ids=[ann.id])
    assert boss.enrolments.assign_course(acme, assigned).results[0].status == "enrolled"
    session = api.CreateTrainingSessionInput(
        title="Skid pan",
        place="Hall 3",
        starts_at=datetime(2030, 1, 7, 9, tzinfo=UTC),
        ends_at=datetime(2030, 1, 7, 11, tzinfo=UTC),
        user_ids=[ann.id],
    )
    boss.training.create_training_session(acme, session)
    return acme, ann.id


def instruct(clients: list[tuple[Caller, str]]):
    instructor = sign_in("instructor@example.com")
    whole = api.NewScope(api.NewScopeCompany(kind="company"))
    for client, account in clients:
        body = api.InviteManagerInputEmail(email="instructor@example.com", scope=whole)
        invited = client.managers.invite_manager(account, api.InviteManagerInput(body))
        token = invited.url.split("#")[1]
        instructor.managers.accept_invitation(api.AcceptInvitationInput(token=token))
    assert len(instructor.me.list_overview().items) == len(clients)


def share(boss: Caller, acme: str, ann: str):
    dispatcher = sign_in("dispatcher@example.com")
    parcels = company(dispatcher, "Nordic Parcels")
    found = boss.accounts.find_account("nordic parcels").items[0].id
    body = api.ShareDriversInputDriverIds(driver_ids=[ann])
    boss.shares.share_drivers(acme, found, api.ShareDriversInput(body))
    route = api.CreateRouteInput(
        name="Harbour to depot",
        starts_at=datetime(2030, 1, 8, 8, tzinfo=UTC),
        ends_at=datetime(2030, 1, 8, 16, tzinfo=UTC),
    )
    route = dispatcher.routing.create_route(parcels, route).id
    dispatcher.routing.assign_driver(parcels, route, ann)
    boss.shares.unshare_driver(acme, found, ann)
    assert dispatcher.routing.get_route(parcels, route).drivers == []


def refused(reseller: Caller):
    try:
        company(reseller, "Another")
    except api.ApiException as error:
        assert (error.status, error.data.code) == (409, "already_account_holder")
    else:
        raise AssertionError("a second company was made")


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
    used = reseller.codes.get_code_batch(shop, batch)
    assert (used.redeemed, used.unused) == (1, 999)
    mine = driver.me.list_my_enrolments().items[0]
    assert (mine.status, mine.score) == ("completed", 90)
    assert driver.reports.summarise_report(own).by_status.completed == 1
    print("openapi-generator's Python: the first minutes are walked")


main()
