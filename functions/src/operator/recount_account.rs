//! Counts everything of an account again.

use schemars::JsonSchema;
use serde::Serialize;
use shared::http::{Call, Json, Operator, Problem};

use crate::recount::{Mended, Outcome, recount};

/// What was not as counted.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Recount")]
pub struct Output {
    /// Each number that was mended.
    mended: Vec<Mended>,
}

/// Counts again and mends what differs; the account stays in use meanwhile.
pub async fn recount_account(call: Call<Operator>) -> Result<Json<Output>, Problem> {
    let account = call.path.account()?;
    let Outcome { mended, unsettled } = recount(&call.app, account, &call.who.actor).await?;
    match unsettled {
        None => Ok(Json(Output { mended })),
        Some(problem) => Err(problem),
    }
}
