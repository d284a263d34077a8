//! Calls that carry many rows: each is answered on its own.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Problem, problem::ProblemBody};
use crate::domain::Invalid;

/// How many rows one call has at most.
pub const MOST_ROWS: usize = 100;

/// The answers, one for each row, in order.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}s")]
pub struct Results<T> {
    /// One for each row.
    pub results: Vec<T>,
}

/// A row's problem, as it stands in the row's answer.
pub fn error(problem: &Problem) -> Option<ProblemBody> {
    Some(problem.body())
}

/// What a row names is not there, or not for the caller to know of.
pub fn not_found(field: impl Into<String>) -> Problem {
    let mut problem = Problem::not_found();
    problem.errors = Invalid::not_found().at(field).0;
    problem
}
