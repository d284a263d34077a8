//! The function that owes reminders, every hour.

use functions::workers::{REMINDS_FOR, Reminded, send_reminders};
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
            let hour = async {
                let mut reminded = Reminded::default();
                let ended = send_reminders(app, REMINDS_FOR, &mut reminded).await;
                let failed = ended.is_err();
                (failed, reminded.report(ended))
            };
            match log::logged(app, "send_reminders", &event.context.request_id, hour).await {
                true => Err(Error::from("not all were reminded")),
                false => Ok(()),
            }
        }))
        .await
    })
}
