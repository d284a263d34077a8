//! The function that counts some accounts again, every night.

use functions::workers::{Sample, recount_sample};
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde_json::Value;
use shared::{
    lambda::{self, Environment, Error},
    log,
};

fn main() -> Result<(), Error> {
    lambda::block_on(async {
        let app = &lambda::app(&Environment::read()?)?;
        run(service_fn(async |event: LambdaEvent<Value>| {
            let night = async {
                let mut sample = Sample::default();
                let ended = recount_sample(app, &mut sample).await;
                let failed = ended.is_err();
                (failed, sample.report(ended))
            };
            match log::logged(app, "recount_sample", &event.context.request_id, night).await {
                true => Err(Error::from("the night's recount did not run to its end")),
                false => Ok(()),
            }
        }))
        .await
    })
}
