//! What a redemption adds to the calls that it makes: the whole operation, against the same calls
//! made with the bare SDK, on the embedded store; by turns, on one thread.

use std::time::Instant;

use jiff::Timestamp;
use local::{
    samples, sdk,
    store::{Data, Store},
    template::create_table,
};
use serde_json::json;
use shared::{
    app::{App, Orders, Parts, Settings},
    clock::Clock,
    domain::{BatchId, Email, code::CodeIndex},
    http::mount,
    seal::{KeySource, Reach, Root, Seal},
    table::{Table, batch::Batch},
};
use tests::Caller;

use crate::{
    crowd,
    driver::Driver,
    figures::{Figures, short, table},
    process::cpu,
    raw::Raw,
};

/// How many are made of each kind in one turn, and how many turns there are.
const IN_A_TURN: usize = 200;
const TURNS: usize = 11;

/// What was measured of one kind: milliseconds of the processor in each turn, and of each call.
#[derive(Default)]
struct Measured {
    cpu: Vec<f64>,
    took: Vec<f64>,
}

/// Measures and prints.
pub fn print() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let [ours, same, write] = runtime.expect("a runtime").block_on(measure());
    let cpu = |kind: &Measured| Figures::of(kind.cpu.iter().copied());
    let took = |kind: &Measured| Figures::of(kind.took.iter().copied());
    let row = |name: &str, kind: &Measured| {
        vec![
            name.to_owned(),
            cpu(kind).spread(),
            short(cpu(&ours).median() / cpu(kind).median()),
            short(took(kind).median()),
            short(took(&ours).median() / took(kind).median()),
        ]
    };
    let rows = [
        row("redemption", &ours),
        row("its calls by the bare SDK (at most 1.3, 1.1)", &same),
        row("its transaction alone by the bare SDK", &write),
    ];
    let columns = ["one warm", "CPU, ms (least to most of 11)", "ratio", "p50, ms", "ratio"];
    table("What a redemption adds to the SDK", &columns, &rows);
}

async fn measure() -> [Measured; 3] {
    let store = Store::open(&Data::Memory).expect("a store");
    let client = || sdk::dynamodb(store.endpoint(), "local");
    create_table(&client(), "codriver").await.expect("a table");
    let app = app(Table::new(&sdk::calls(store.endpoint(), "local", &[]), "codriver"));
    samples::add(&app.table).await.expect("courses");
    let batch = batch(&app).await;
    let raw = Raw::new(client(), app.clone(), batch.clone());
    let caller = Caller::anonymous(mount([functions::routes::redeem_code()], |_| app.clone()));
    let drivers = crowd::drivers(&app, (TURNS + 1) * 3 * IN_A_TURN).await;
    let mut groups = (0..).map_while(CodeIndex::new).zip(drivers).collect::<Vec<_>>().into_iter();
    let mut group = || groups.by_ref().take(IN_A_TURN).collect::<Vec<_>>();
    let seal = app.seal.codes().await.expect("a key");
    let mut all: [Measured; 3] = Default::default();
    for turn in 0..=TURNS {
        let ours = group().into_iter().map(|(index, driver)| {
            let body = json!({ "code": seal.seal(batch.number(), index) });
            (caller.with_token(&driver.token), body)
        });
        let redeem = async |(caller, body): (Caller, serde_json::Value)| {
            caller.post("/v1/redemptions", body).await.expect(201);
        };
        let ours = timed(ours.collect(), redeem).await;
        let prepare = |group: Vec<(CodeIndex, Driver)>| -> Vec<_> {
            group.iter().map(|(index, driver)| raw.prepare(*index, driver)).collect()
        };
        let same = timed(prepare(group()), async |calls| raw.all(calls).await).await;
        let write = timed(prepare(group()), async |calls| raw.write(calls).await).await;
        // The first turn warms up.
        if turn > 0 {
            for (kind, (cpu, took)) in all.iter_mut().zip([ours, same, write]) {
                kind.cpu.push(cpu);
                kind.took.extend(took);
            }
        }
    }
    all
}

/// Does some work with each of these; gives the processor's milliseconds for one, and how long
/// each took.
async fn timed<T>(with: Vec<T>, work: impl AsyncFn(T)) -> (f64, Vec<f64>) {
    let (count, before) = (with.len() as f64, cpu());
    let mut took = Vec::with_capacity(with.len());
    for one in with {
        let began = Instant::now();
        work(one).await;
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    ((cpu() - before) / count, took)
}

/// The application over a table.
pub fn app(table: Table) -> App {
    App::new(Parts {
        table,
        clock: Clock::default(),
        seal: Seal::new(KeySource::Given(Root::new([7; 32])), Reach::Everything),
        settings: Settings {
            app_url: "http://127.0.0.1:3000".to_owned(),
            api_url: "http://127.0.0.1:3000".to_owned(),
            edge: None,
            operator: Email::parse("operator@bench.example").expect("an address"),
            orders: Orders::Automatic,
            first_sign_ins_per_minute: u32::MAX,
            operator_mails_unlimited: false,
            stack: None,
            time_limit: std::time::Duration::from_secs(60),
        },
    })
}

/// A reseller's batch for the first course.
pub async fn batch(app: &App) -> Batch {
    let now: Timestamp = app.clock.now();
    let reseller = Driver::new(usize::MAX, now);
    let courses = app.table.page(&shared::table::keys::catalogue(), 1, None, false).await;
    let key = shared::table::Key::of(&courses.expect("courses").items[0]).expect("a key");
    let course: shared::table::course::Course =
        app.table.get(&key).await.expect("a read").expect("a course");
    let batch = Batch {
        account_id: reseller.account.account_id,
        batch_id: BatchId::new(now),
        label: None,
        course_id: course.course_id,
        duration_days: 30,
        quantity: 1_000_000,
        voided_at: None,
        voiding: false,
        send_from: 0,
        created_at: now,
    };
    app.table.write::<()>().put(&batch).run().await.expect("a batch");
    batch
}
