//! How far the stream's consumer has come.

use std::time::Duration;

use shared::{
    app::App,
    http::Problem,
    table::{Entity, StoreError, probe::Probe},
};

/// How many probes are thrown in, as many as one write takes: they spread over the stream's shards,
/// each of which is consumed by itself. Of sixteen shards one is missed every fortieth time.
const PROBES: usize = 100;
/// How often it is looked whether they were passed, after the first wait.
const LOOKS: usize = 16;
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

/// Throws probes into the stream and waits, at least so long, until all were passed: then, as good
/// as certainly, so was everything that was written before them.
///
/// # Errors
///
/// `unavailable` where the consumer is behind.
pub async fn pass(app: &App, at_least: Duration) -> Result<(), Problem> {
    let probes: Vec<_> = (0..PROBES).map(|_| Probe::new(app.clock.precise())).collect();
    let write = probes.iter().fold(app.table.write::<Problem>(), |write, probe| write.put(probe));
    write.run().await?;
    tokio::time::sleep(at_least).await;
    for _ in 0..LOOKS {
        if all_passed(app, &probes).await? {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(Problem::unavailable("the stream's consumer is behind"))
}

async fn all_passed(app: &App, probes: &[Probe]) -> Result<bool, StoreError> {
    let found = app.table.get_many(probes.iter().map(Entity::key)).await?;
    for probe in probes {
        if !found.get::<Probe>(&probe.key())?.is_some_and(|probe| probe.passed) {
            return Ok(false);
        }
    }
    Ok(true)
}
