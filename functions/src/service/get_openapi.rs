//! The API's document. It is made from the routes, kept in the repository, and compared in tests,
//! so that this function needs to link no other operation.

use serde_json::{Map, Value};
use shared::http::{Anyone, Call, Json, Problem};

const DOCUMENT: &str = include_str!("../../../infra/openapi.json");

/// Answers the document.
pub async fn get_openapi(_: Call<Anyone>) -> Result<Json<Map<String, Value>>, Problem> {
    let document = serde_json::from_str(DOCUMENT);
    document.map(Json).map_err(|error| Problem::internal(error.to_string()))
}
