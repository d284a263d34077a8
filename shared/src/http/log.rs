//! One line for each request: JSON that CloudWatch reads as a log entry and as metrics (its
//! embedded metric format, see
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).
//! No address, token or code is ever in it: neither paths nor bodies are logged.

use std::time::Duration;

use axum::response::Response;
use serde_json::{Value, json};

use super::problem::Outcome;
use crate::table::meter::Cost;

/// What there is to say of a request.
pub struct Entry<'a> {
    /// Lambda's or our own name for the request.
    pub request_id: &'a str,
    /// The operation.
    pub operation: &'static str,
    /// How long it took.
    pub took: Duration,
    /// What it cost.
    pub cost: Cost,
}

impl Entry<'_> {
    /// Writes the line: for CloudWatch on Lambda, else as a trace event.
    pub fn write(&self, answer: &Response, at_millis: i64, for_cloudwatch: bool) {
        let outcome = answer.extensions().get::<Outcome>();
        let line = self.line(answer.status().as_u16(), outcome, at_millis);
        if for_cloudwatch {
            println!("{line}");
        } else if answer.status().is_server_error() {
            tracing::warn!(%line, "request failed");
        } else {
            tracing::debug!(%line, "request");
        }
    }

    fn line(&self, status: u16, outcome: Option<&Outcome>, at_millis: i64) -> Value {
        let duration_ms = self.took.as_secs_f64() * 1_000.0;
        json!({
            "_aws": {
                "Timestamp": at_millis,
                "CloudWatchMetrics": [{
                    "Namespace": "Codriver",
                    "Dimensions": [["operation"]],
                    "Metrics": [
                        { "Name": "duration_ms", "Unit": "Milliseconds" },
                        { "Name": "capacity_units" },
                        { "Name": "round_trips" },
                        { "Name": "server_errors", "Unit": "Count" },
                    ],
                }],
            },
            "level": if status >= 500 { "ERROR" } else { "INFO" },
            "request_id": self.request_id,
            "operation": self.operation,
            "status": status,
            "outcome": outcome.map_or("ok", |outcome| outcome.code.as_str()),
            "cause": outcome.and_then(|outcome| outcome.cause.as_deref()),
            "duration_ms": (duration_ms * 1_000.0).round() / 1_000.0,
            "capacity_units": self.cost.read_units + self.cost.write_units,
            "round_trips": self.cost.round_trips,
            "server_errors": u8::from(status >= 500),
        })
    }
}
