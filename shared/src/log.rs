//! One line for each call of a function: JSON that CloudWatch reads as a log entry and as metrics
//! (its embedded metric format, see
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).
//! No address, token or code is ever in it: neither paths nor bodies are logged.
//!
//! A metric has a price, each name for each value of its dimensions. So all of a stack's requests
//! are counted together, and apart those that a dashboard or an alarm looks at; what one operation
//! takes is asked of the lines themselves.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    app::App,
    table::meter::{Cost, Meter},
};

/// The namespace of the metrics; their dimension is the stack.
const NAMESPACE: &str = "Codriver";
/// Requests that are counted apart besides: what people wait for, and what is attacked.
const FELT: [&str; 3] = ["request_sign_in", "confirm_sign_in", "redeem_code"];

/// A metric of a line: its name, its unit as CloudWatch calls it, its value.
pub type Figure = (&'static str, &'static str, f64);

/// What there is to say of a call.
pub struct Entry<'a> {
    /// Lambda's or our own name for it.
    pub request_id: &'a str,
    /// The operation, or the function that nobody calls by HTTP.
    pub operation: &'static str,
    /// The answer's status; none where nobody is answered.
    pub status: Option<u16>,
    /// `ok`, or the problem's code.
    pub outcome: &'a str,
    /// What caused a failure, for the service's own people.
    pub cause: Option<&'a str>,
    /// How long it took.
    pub took: Duration,
    /// What it cost.
    pub cost: Cost,
    /// What else is counted of it.
    pub figures: &'a [Figure],
}

impl Entry<'_> {
    /// Writes the line: for CloudWatch on AWS, else as a trace event.
    pub fn write(&self, app: &App) {
        let line = |stack| {
            let at_millis = app.clock.precise().as_millisecond();
            let is_first = IS_FIRST.swap(false, Ordering::Relaxed);
            serde_json::to_string(&Line { entry: self, stack, at_millis, is_first })
                .unwrap_or_default()
        };
        match &app.settings.stack {
            Some(stack) => println!("{}", line(stack)),
            None if self.is_error() => tracing::warn!(line = line("local"), "call failed"),
            None => tracing::info!(line = line("local"), "call"),
        }
    }

    /// By what it is counted: with all requests of its stack, by its operation, or both.
    fn dimensions(&self) -> &'static [&'static [&'static str]] {
        match self.status {
            None => &[&["stack", "operation"]],
            Some(_) if FELT.contains(&self.operation) => &[&["stack"], &["stack", "operation"]],
            Some(_) => &[&["stack"]],
        }
    }

    fn is_error(&self) -> bool {
        self.status.map_or(self.cause.is_some(), |status| status >= 500)
    }
}

/// What became of what a function does that nobody calls by HTTP.
#[derive(Default)]
pub struct Report {
    /// Why not all of it was done.
    pub cause: Option<String>,
    /// What is counted of it.
    pub figures: Vec<Figure>,
}

/// Does a call's work for a function that nobody calls by HTTP, and writes its line.
pub fn logged<'a, T>(
    app: &'a App,
    operation: &'static str,
    request_id: &'a str,
    work: impl Future<Output = (T, Report)> + 'a,
) -> impl Future<Output = T> + 'a {
    // In a box: the work of some is deeper than the compiler looks into a future in a future.
    let work = Box::pin(work);
    async move {
        let began = Instant::now();
        let ((done, report), cost) = Meter::measure(work).await;
        let cause = report.cause.as_deref();
        let entry = Entry {
            request_id,
            operation,
            status: None,
            outcome: if cause.is_some() { "failed" } else { "ok" },
            cause,
            took: began.elapsed(),
            cost,
            figures: &report.figures,
        };
        entry.write(app);
        done
    }
}

/// Whether this process has written no line yet: what it waited for at its start is not in it.
static IS_FIRST: AtomicBool = AtomicBool::new(true);

struct Line<'a> {
    entry: &'a Entry<'a>,
    stack: &'a str,
    at_millis: i64,
    is_first: bool,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = self.entry;
        let duration_ms = (entry.took.as_secs_f64() * 1_000_000.0).round() / 1_000.0;
        let usual = [
            ("duration_ms", "Milliseconds", duration_ms),
            ("cold_starts", "Count", f64::from(u8::from(self.is_first))),
        ];
        let figures = || usual.iter().chain(entry.figures);
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry(
            "_aws",
            &Metrics {
                timestamp: self.at_millis,
                metrics: [Directive {
                    namespace: NAMESPACE,
                    dimensions: entry.dimensions(),
                    metrics: figures().map(|(name, unit, _)| Metric { name, unit }).collect(),
                }],
            },
        )?;
        line.serialize_entry("level", if entry.is_error() { "ERROR" } else { "INFO" })?;
        line.serialize_entry("stack", self.stack)?;
        line.serialize_entry("request_id", entry.request_id)?;
        line.serialize_entry("operation", entry.operation)?;
        if let Some(status) = entry.status {
            line.serialize_entry("status", &status)?;
        }
        line.serialize_entry("outcome", entry.outcome)?;
        line.serialize_entry("cause", &entry.cause)?;
        line.serialize_entry("capacity_units", &(entry.cost.read_units + entry.cost.write_units))?;
        line.serialize_entry("round_trips", &entry.cost.round_trips)?;
        for (name, _, value) in figures() {
            line.serialize_entry(name, value)?;
        }
        line.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metrics {
    timestamp: i64,
    #[serde(rename = "CloudWatchMetrics")]
    metrics: [Directive; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive {
    namespace: &'static str,
    dimensions: &'static [&'static [&'static str]],
    metrics: Vec<Metric>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    name: &'static str,
    unit: &'static str,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn line(operation: &'static str, status: Option<u16>, figures: &[Figure]) -> Value {
        let cost = Cost { round_trips: 2, read_units: 3.0, write_units: 1.5, ..Cost::default() };
        let entry = Entry {
            request_id: "b6a4",
            operation,
            status,
            outcome: "ok",
            cause: None,
            took: Duration::from_micros(12_345),
            cost,
            figures,
        };
        let line =
            Line { entry: &entry, stack: "codriver", at_millis: 1_795_000_000_000, is_first: true };
        serde_json::to_value(line).unwrap()
    }

    #[test]
    fn a_line_is_an_entry_and_metrics() {
        let figures = [("client_errors", "Count", 1.0)];
        assert_eq!(
            line("redeem_code", Some(404), &figures),
            json!({
                "_aws": {
                    "Timestamp": 1_795_000_000_000_i64,
                    "CloudWatchMetrics": [{
                        "Namespace": "Codriver",
                        "Dimensions": [["stack"], ["stack", "operation"]],
                        "Metrics": [
                            { "Name": "duration_ms", "Unit": "Milliseconds" },
                            { "Name": "cold_starts", "Unit": "Count" },
                            { "Name": "client_errors", "Unit": "Count" },
                        ],
                    }],
                },
                "level": "INFO",
                "stack": "codriver",
                "request_id": "b6a4",
                "operation": "redeem_code",
                "status": 404,
                "outcome": "ok",
                "cause": null,
                "capacity_units": 4.5,
                "round_trips": 2,
                "duration_ms": 12.345,
                "cold_starts": 1.0,
                "client_errors": 1.0,
            })
        );
    }

    #[test]
    fn what_a_dashboard_looks_at_is_counted_apart_and_all_else_together() {
        let dimensions = |operation, status| {
            line(operation, status, &[])["_aws"]["CloudWatchMetrics"][0]["Dimensions"].clone()
        };
        assert_eq!(dimensions("list_users", Some(200)), json!([["stack"]]));
        assert_eq!(dimensions("send_mail", None), json!([["stack", "operation"]]));
    }
}
