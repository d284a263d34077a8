// README.md's first minutes with a client that openapi-typescript and openapi-fetch make from the API's document.

import createClient from "openapi-fetch";
import type { components, paths } from "./api";

declare const process: { argv: string[] };
const server = process.argv[2];
if (server === undefined) throw new Error("usage: walk.js ADDRESS");
const anonymous = createClient<paths>({ baseUrl: server });
type Client = typeof anonymous;

/** What was answered (not as CSV), or the problem as an error. */
async function done<T>(
    call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Exclude<T, string>> {
    const { data, error, response } = await call;
    if (!response.ok) throw new Error(`${response.status} ${response.url} ${JSON.stringify(error)}`);
    return data as Exclude<T, string>;
}

function check(holds: boolean, what: string): void {
    if (!holds) throw new Error(`not so: ${what}`);
}

async function mailed(to: string, pattern: RegExp): Promise<string> {
    const inbox = await (await fetch(`${server}/_local/emails?to=${encodeURIComponent(to)}`)).json();
    const found = pattern.exec(inbox.items[0].text)?.[1];
    if (found === undefined) throw new Error(`no ${pattern} in the mail to ${to}`);
    return found;
}

function as(token: string): Client {
    return createClient<paths>({ baseUrl: server, headers: { Authorization: `Bearer ${token}` } });
}

async function signIn(email: string): Promise<Client> {
    const { attempt } = await done(anonymous.POST("/v1/sign-in", { body: { email } }));
    const code = await mailed(email, /Code: ([0-9A-Z-]+)/);
    const signedIn = await done(anonymous.POST("/v1/sign-in/confirm", { body: { attempt, code } }));
    return as(signedIn.token);
}

async function sell(operator: Client, reseller: Client) {
    const shop = await done(reseller.POST("/v1/accounts", { body: { name: "Roadcraft" } }));
    const account = { account: shop.id };
    await done(operator.PUT("/v1/operator/accounts/{account}", { params: { path: account }, body: { reseller: true } }));
    const course = (await done(reseller.GET("/v1/courses"))).items[0]!;
    const order: components["schemas"]["CreateOrderInput"] = {
        kind: "codes", course_id: course.id, quantity: 1000, duration_days: 90, label: "Autumn",
    };
    const made = await done(reseller.POST("/v1/accounts/{account}/orders", { params: { path: account }, body: order }));
    const batch = { ...account, batch: made.batch_id! };
    const codes = await done(reseller.GET("/v1/accounts/{account}/code-batches/{batch}/codes", {
        params: { path: batch, query: { limit: 1 } },
    }));
    return { course, batch, code: codes.items[0]!.code };
}

async function learn(driver: Client, course: components["schemas"]["Course"], code: string) {
    const redeemed = await done(driver.POST("/v1/redemptions", { body: { code } }));
    const again = await driver.POST("/v1/redemptions", { body: { code } });
    check(again.response.status === 200 && again.data?.enrolment.id === redeemed.enrolment.id, "the same again");
    const enrolment = (await done(driver.GET("/v1/me/enrolments"))).items[0]!;
    for (const module of course.modules) {
        await done(driver.POST("/v1/me/enrolments/{enrolment}/results", {
            params: { path: { enrolment: enrolment.id } },
            body: { module_id: module.id, completed: true, score: 90 },
        }));
    }
    return redeemed.account.id;
}

async function employ(boss: Client, course: string) {
    const account = (await done(boss.POST("/v1/accounts", { body: { name: "Acme Haulage" } }))).id;
    const path = { account };
    const night = await done(boss.POST("/v1/accounts/{account}/groups", { params: { path }, body: { name: "Night shift" } }));
    const ann = await done(boss.POST("/v1/accounts/{account}/users", {
        params: { path },
        body: { email: "ann@example.com", name: "Ann", group_ids: [night.id] },
    }));
    const token = await mailed("ann@example.com", /activate#([0-9A-Za-z_-]+)/);
    await done(anonymous.POST("/v1/activations", { body: { token } }));
    const imported = await done(boss.POST("/v1/accounts/{account}/users/import", {
        params: { path },
        body: { users: [{ email: "bob@example.com", groups: ["Night shift", "Office"] }, { email: "nobody" }] },
    }));
    check(imported.results.map((row) => row.status).join() === "invited,failed", "a row is invited, a row fails");
    check(imported.results[1]!.error?.code === "invalid_input", "the row says why");
    await done(boss.POST("/v1/accounts/{account}/orders", {
        params: { path }, body: { kind: "licences", course_id: course, quantity: 5 },
    }));
    const assigned = await done(boss.POST("/v1/accounts/{account}/enrolments", {
        params: { path }, body: { course_id: course, user_ids: [ann.id] },
    }));
    check(assigned.results[0]!.status === "enrolled", "Ann is enrolled");
    await done(boss.POST("/v1/accounts/{account}/sessions", {
        params: { path },
        body: {
            title: "Skid pan", place: "Hall 3", user_ids: [ann.id],
            starts_at: "2030-01-07T09:00:00Z", ends_at: "2030-01-07T11:00:00Z",
        },
    }));
    return { account, ann: ann.id };
}

async function instruct(clients: { client: Client; account: string }[]) {
    const instructor = await signIn("instructor@example.com");
    for (const { client, account } of clients) {
        const invited = await done(client.POST("/v1/accounts/{account}/managers", {
            params: { path: { account } },
            body: { email: "instructor@example.com", scope: { kind: "company" } },
        }));
        await done(instructor.POST("/v1/invitations/accept", { body: { token: invited.url!.split("#")[1]! } }));
    }
    const overview = await done(instructor.GET("/v1/me/reports/overview"));
    check(overview.items.length === clients.length, "the instructor sees every client");
}

async function share(boss: Client, account: string, ann: string) {
    const dispatcher = await signIn("dispatcher@example.com");
    const parcels = (await done(dispatcher.POST("/v1/accounts", { body: { name: "Nordic Parcels" } }))).id;
    const found = await done(boss.GET("/v1/accounts", { params: { query: { name: "nordic parcels" } } }));
    const to = { account, recipient: found.items[0]!.id };
    await done(boss.POST("/v1/accounts/{account}/shares/{recipient}", { params: { path: to }, body: { driver_ids: [ann] } }));
    const route = await done(dispatcher.POST("/v1/accounts/{account}/routes", {
        params: { path: { account: parcels } },
        body: { name: "Harbour to depot", starts_at: "2030-01-08T08:00:00Z", ends_at: "2030-01-08T16:00:00Z" },
    }));
    const path = { account: parcels, route: route.id };
    await done(dispatcher.PUT("/v1/accounts/{account}/routes/{route}/drivers/{user}", { params: { path: { ...path, user: ann } } }));
    await done(boss.DELETE("/v1/accounts/{account}/shares/{recipient}/{user}", { params: { path: { ...to, user: ann } } }));
    const after = await done(dispatcher.GET("/v1/accounts/{account}/routes/{route}", { params: { path } }));
    check(after.drivers.length === 0, "Ann is off the route");
}

async function refused(reseller: Client) {
    const { error, response } = await reseller.POST("/v1/accounts", { body: { name: "Another" } });
    check(response.status === 409 && error?.code === "already_account_holder", "a problem has its code");
}

const [operator, reseller] = [await signIn("operator@codriver.test"), await signIn("reseller@example.com")];
const sold = await sell(operator, reseller);
const driver = await signIn("driver@example.com");
const own = await learn(driver, sold.course, sold.code);
const boss = await signIn("boss@example.com");
const acme = await employ(boss, sold.course.id);
await instruct([{ client: boss, account: acme.account }, { client: driver, account: own }]);
await share(boss, acme.account, acme.ann);
await refused(reseller);
const batch = await done(reseller.GET("/v1/accounts/{account}/code-batches/{batch}", { params: { path: sold.batch } }));
check(batch.redeemed === 1 && batch.unused === 999, "one code is used");
const mine = (await done(driver.GET("/v1/me/enrolments"))).items[0]!;
check(mine.status === "completed" && mine.score === 90, "the course is completed");
const summary = await done(driver.GET("/v1/accounts/{account}/reports/summary", { params: { path: { account: own } } }));
check(summary.by_status.completed === 1, "the report says so");
console.log("TypeScript: the first minutes are walked");
