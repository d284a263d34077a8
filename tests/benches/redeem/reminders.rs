//! The hourly run where very many enrolments are due on one day: what it takes of one thread, on which the
//! store does not work and nothing that follows does, and that runs whose time is up go on one after the
//! other.

use std::{
    collections::BTreeSet,
    fs,
    time::{Duration, Instant},
};

use functions::workers::{REMINDS_FOR, Reminded, send_reminders};
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use local::{
    samples, sdk,
    store::{Data, Store},
    template::create_table,
};
use shared::{
    app::App,
    domain::{
        AccountId, AccountKind, AccountName, CourseId, Email, EnrolmentId, PersonId, PersonName,
        Role, UserId,
        enrolment::{Phase, Results, Window},
    },
    table::{
        Key, Table,
        account::Account,
        course::Course,
        enrolment::{Enrolment, FIRST_ROUND},
        keys,
        meter::Meter,
        user::User,
    },
};

use crate::{figures::short, process, warm};

/// How many accounts there are, and how many drivers each of them has.
const ACCOUNTS: usize = 20;
const DRIVERS: usize = 5_000;
/// How many drivers one write puts: each is two items.
const IN_A_WRITE: usize = 50;
/// How many writes are under way at a time.
const WRITES: usize = 4;
/// In how much time a run that is to leave something goes on with another page.
const SHORT: Duration = Duration::from_secs(10);

/// Gives a row for each hour's reminders.
pub fn rows() -> Vec<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(remind())
}

async fn remind() -> Vec<Vec<String>> {
    let file = std::env::temp_dir().join(format!("codriver-reminders-{}.db", std::process::id()));
    let store = Store::open(&Data::File(file.clone())).expect("a store");
    let client = sdk::dynamodb(store.endpoint(), "local");
    create_table(&client, "codriver").await.expect("a table");
    let app = warm::app(Table::new(&sdk::calls(store.endpoint(), "local", &[]), "codriver"));
    samples::add(&app.table).await.expect("courses");
    fill(&app).await;
    let mut rows = vec![row(&app, "a week before", REMINDS_FOR).await];
    app.clock.advance(SignedDuration::from_hours(6 * 24));
    let title = format!("a day before, in runs of {} s", SHORT.as_secs());
    rows.push(row(&app, &title, SHORT).await);
    drop(store);
    for name in ["db", "db-shm", "db-wal", "db.lock"] {
        let _ = fs::remove_file(file.with_extension(name));
    }
    rows
}

/// Accounts whose drivers all have a course that is due in a week less an hour.
async fn fill(app: &App) {
    let now = app.clock.now();
    let courses = app.table.page(&keys::catalogue(), 1, None, false).await.expect("courses");
    let course = Key::of(&courses.items[0]).expect("a key");
    let course: Course = app.table.get(&course).await.expect("a read").expect("a course");
    for number in 0..ACCOUNTS {
        let name = AccountName::parse(&format!("Haulage No. {number}")).expect("a name");
        let account = Account::new(AccountId::new(now), AccountKind::Company, name, now);
        app.table.write::<()>().put(&account).run().await.expect("an account");
        let numbers: Vec<_> = (number * DRIVERS..(number + 1) * DRIVERS).collect();
        let writes = numbers.chunks(IN_A_WRITE).map(|numbers| async move {
            let mut write = app.table.write::<()>();
            for number in numbers {
                let user = driver(account.account_id, *number, now);
                write = write.put(&user).create(&enrolment(&user, course.course_id, now), ());
            }
            write.run().await.expect("drivers");
        });
        let writes: Vec<_> = writes.collect();
        stream::iter(writes).buffer_unordered(WRITES).collect::<Vec<()>>().await;
    }
}

fn driver(account_id: AccountId, number: usize, now: Timestamp) -> User {
    User {
        account_id,
        user_id: UserId::new(now),
        person_id: PersonId::new(now),
        email: Email::parse(&format!("driver{number:06}@example.com")).expect("an address"),
        name: PersonName::parse(&format!("Name {number:06}")).ok(),
        phone: None,
        role: Role::Driver,
        group_ids: BTreeSet::new(),
        invitation: None,
        invited_at: Some(now),
        activated_at: Some(now),
        last_sign_in_at: None,
        moves_from: BTreeSet::new(),
        version: 1,
    }
}

fn enrolment(of: &User, course_id: CourseId, now: Timestamp) -> Enrolment {
    let due_at = now + SignedDuration::from_hours(7 * 24 - 1);
    Enrolment {
        account_id: of.account_id,
        person_id: of.person_id,
        user_id: of.user_id,
        course_id,
        enrolment_id: EnrolmentId::new(now),
        licence: true,
        window: Window { starts_at: now, due_at: Some(due_at), access_until: None },
        due_on: None,
        phase: Phase::NotStarted,
        results: Results::new(),
        score: None,
        percent: 0,
        last_activity_at: None,
        recorded: None,
        round: FIRST_ROUND,
        recorded_before: None,
        version: 1,
    }
}

/// Lets runs of so much time follow one another until one has nothing to leave.
async fn row(app: &App, title: &str, time: Duration) -> Vec<String> {
    let (mut runs, mut all, mut longest) = (0, Reminded::default(), 0.0_f64);
    process::forget_most();
    let (memory, cpu) = (process::megabytes("VmRSS"), process::cpu());
    let hours = async {
        loop {
            let (began, mut reminded) = (Instant::now(), Reminded::default());
            let ended = send_reminders(app, time, &mut reminded).await;
            assert!(ended.is_ok(), "a run failed");
            longest = longest.max(began.elapsed().as_secs_f64());
            (runs, all.seen, all.owed) =
                (runs + 1, all.seen + reminded.seen, all.owed + reminded.owed);
            if !reminded.goes_on {
                break;
            }
        }
    };
    let began = Instant::now();
    let ((), cost) = Meter::measure(hours).await;
    let (took, cpu) = (began.elapsed().as_secs_f64(), process::cpu() - cpu);
    assert_eq!((all.seen, all.owed), (ACCOUNTS * DRIVERS, ACCOUNTS * DRIVERS));
    let of_each = |units: f64| format!("{} ({})", units, short(units / all.owed as f64));
    vec![
        title.to_owned(),
        all.owed.to_string(),
        runs.to_string(),
        short(longest),
        short(took),
        short(cpu / all.owed as f64),
        cost.calls.to_string(),
        of_each(cost.read_units),
        of_each(cost.write_units),
        (process::megabytes("VmHWM") - memory).to_string(),
    ]
}
