//! How fast one shard's redemptions are counted, with the trail's entries.

use std::time::{Duration, Instant};

use futures::{StreamExt, stream};
use local::{stack::TableAt, store::Data};
use shared::{
    app::App,
    domain::{
        code::CodeIndex,
        enrolment::{Phase, Results, Window},
    },
    table::{
        Entity,
        batch::{Batch, UsedCode},
        enrolment::{Enrolment, FIRST_ROUND},
    },
};
use tests::Service;

use crate::{
    crowd,
    driver::Driver,
    figures::{Figures, short},
};

/// How many redemptions are counted at a time, and how often.
const REDEMPTIONS: usize = 2_000;
const ROUNDS: usize = 3;
/// How many of them one write puts: each is two items.
const IN_A_WRITE: usize = 50;

/// Gives a row that tells how many redemptions were counted a second.
pub async fn row() -> Vec<String> {
    let service = Service::start_with(|config| {
        config.settle = false;
        config.table = TableAt::Embedded(Data::Memory);
        // The stream is looked at when the measurement says so.
        config.patience.idle = Duration::from_secs(3_600);
    });
    let service = service.await;
    let reseller = service.reseller("Codes for All").await;
    let batch = crowd::batch(&service, &reseller).await;
    let drivers = crowd::drivers(service.stack().app(), REDEMPTIONS * ROUNDS).await;
    service.settle().await;
    let mut rates = vec![];
    for (round, drivers) in drivers.chunks(REDEMPTIONS).enumerate() {
        redeem(service.stack().app(), &batch, round * REDEMPTIONS, drivers).await;
        let begun = Instant::now();
        service.settle().await;
        rates.push(REDEMPTIONS as f64 / begun.elapsed().as_secs_f64());
    }
    let counted = service.stack().app().table.uses_of(&batch.key()).await.expect("a count");
    assert_eq!(counted.redeemed as usize, REDEMPTIONS * ROUNDS);
    vec![short(REDEMPTIONS as f64), Figures::of(rates).spread(), "1,000".to_owned()]
}

/// Puts what redemptions leave in the table, as fast as it goes.
async fn redeem(app: &App, batch: &Batch, first: usize, drivers: &[Driver]) {
    let numbered: Vec<_> = (first..).zip(drivers).collect();
    let writes = numbered.chunks(IN_A_WRITE).map(|some| async move {
        let mut write = app.table.write::<()>();
        for (number, driver) in some {
            let index = u32::try_from(*number).ok().and_then(CodeIndex::new).expect("a place");
            let code = crowd::used_code(app, batch, index, driver);
            write = write.create(&enrolment(app, &code, driver), ()).put(&code);
        }
        write.run().await.expect("redemptions");
    });
    let writes: Vec<_> = writes.collect();
    stream::iter(writes).buffer_unordered(2).collect::<Vec<()>>().await;
}

fn enrolment(app: &App, code: &UsedCode, driver: &Driver) -> Enrolment {
    let was = code.redemption.as_ref().expect("a redemption");
    Enrolment {
        account_id: was.account_id,
        person_id: was.person_id,
        user_id: driver.person.holds.expect("an account").user_id,
        course_id: was.course_id,
        enrolment_id: was.enrolment_id,
        licence: false,
        window: Window { starts_at: app.clock.now(), due_at: None, access_until: None },
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
