//! The function that counts some accounts again, every night.

use functions::workers::recount_sample;
use lambda_runtime::{LambdaEvent, run, service_fn};
use serde_json::Value;
use shared::lambda::{self, Environment, Error};

fn main() -> Result<(), Error> {
    lambda::block_on(async {
        let app = &lambda::app(&Environment::read()?)?;
        run(service_fn(async |_: LambdaEvent<Value>| {
            let sample = recount_sample(app).await;
            let sample = sample.map_err(|problem| problem.cause.unwrap_or(problem.detail))?;
            println!("{}", sample.line(app.clock.precise().as_millisecond()));
            Ok::<_, Error>(())
        }))
        .await
    })
}
