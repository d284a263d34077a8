//! The smallest function there is: what the start of an operation's function is measured against.

use std::convert::Infallible;

use lambda_http::{Error, Request, run, service_fn};
use tokio::runtime::Builder;

fn main() -> Result<(), Error> {
    Builder::new_current_thread().enable_all().build()?.block_on(run(service_fn(hello)))
}

async fn hello(_: Request) -> Result<&'static str, Infallible> {
    Ok("Hello!")
}
