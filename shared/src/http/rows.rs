//! Calls that carry many rows: each is answered on its own.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Problem, problem::ProblemBody};

/// The answers, one for each row, in order.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Results<T> {
    /// One for each row.
    pub results: Vec<T>,
}

/// A row's problem, as it stands in the row's answer.
pub fn error(problem: &Problem) -> Option<ProblemBody> {
    Some(problem.body())
}
