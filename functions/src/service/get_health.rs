//! Tells that the service answers.

use schemars::JsonSchema;
use serde::Serialize;
use shared::http::{Anyone, Call, Json, Problem};

/// How the service is.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Health")]
pub struct Output {
    /// `ok`.
    status: &'static str,
}

/// Answers.
pub async fn get_health(_: Call<Anyone>) -> Result<Json<Output>, Problem> {
    Ok(Json(Output { status: "ok" }))
}
