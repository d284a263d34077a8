//! Whether the stream's consumer has come past what was written until now.

use std::time::Duration;

use shared::{
    app::App,
    table::{Entity, StoreError, WriteError, probe::Probe},
};

/// How many probes are thrown in: they spread over the stream's shards, each of which is consumed
/// by itself.
const PROBES: usize = 32;
/// How often it is looked whether they were passed, after the first wait.
const LOOKS: usize = 16;
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

/// Throws probes into the stream and waits, at least so long; tells whether all were passed. Where
/// they were, so was everything that was written before them.
pub async fn was_passed(app: &App, at_least: Duration) -> Result<bool, StoreError> {
    let probes: Vec<_> = (0..PROBES).map(|_| Probe::new(app.clock.precise())).collect();
    let write = probes.iter().fold(app.table.write::<()>(), |write, probe| write.put(probe));
    write.run().await.map_err(|error| match error {
        WriteError::Store(error) => error,
        WriteError::Refused((), _) => StoreError("a probe was refused".into()),
    })?;
    tokio::time::sleep(at_least).await;
    for _ in 0..LOOKS {
        let found = app.table.get_many(probes.iter().map(Entity::key)).await?;
        let passed =
            |probe: &Probe| Ok(found.get::<Probe>(&probe.key())?.is_some_and(|probe| probe.passed));
        if probes
            .iter()
            .map(passed)
            .collect::<Result<Vec<_>, StoreError>>()?
            .iter()
            .all(|passed| *passed)
        {
            return Ok(true);
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Ok(false)
}
