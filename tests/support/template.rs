//! What template.yaml says of functions.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

const TEMPLATE: &str = include_str!("../../template.yaml");

/// A function of the template.
#[derive(Debug, Clone)]
pub struct FunctionBlock {
    /// Its binary.
    pub binary: String,
    /// The methods and paths that lead to it.
    pub paths: Vec<(String, String)>,
    /// What it may do.
    pub statements: Vec<Statement>,
}

/// A statement of a function's policy.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The calls.
    pub actions: Vec<String>,
    /// On what, as the template writes it.
    pub resources: Vec<String>,
}

/// How long a function of the API may take.
pub fn time_limit() -> Duration {
    let template: Value = serde_saphyr::from_str(TEMPLATE).expect("a template");
    let seconds = template["Globals"]["Function"]["Timeout"].as_u64();
    Duration::from_secs(seconds.expect("a time limit"))
}

/// The names of the template's alarms, each with whether it tells that it is over, too.
pub fn alarms() -> BTreeMap<String, bool> {
    let template: Value = serde_saphyr::from_str(TEMPLATE).expect("a template");
    let resources = template["Resources"].as_object().expect("resources");
    let alarms = resources.iter().filter(|(_, one)| one["Type"] == "AWS::CloudWatch::Alarm");
    alarms.map(|(name, one)| (name.clone(), one["Properties"]["OKActions"].is_array())).collect()
}

/// The template's functions, by logical id.
pub fn functions() -> BTreeMap<String, FunctionBlock> {
    let template: Value = serde_saphyr::from_str(TEMPLATE).expect("a template");
    let resources = template["Resources"].as_object().expect("resources");
    let functions =
        resources.iter().filter(|(_, block)| block["Type"] == "AWS::Serverless::Function");
    functions.map(|(id, block)| (id.clone(), function(block))).collect()
}

fn function(block: &Value) -> FunctionBlock {
    let events = block["Properties"]["Events"].as_object().into_iter().flatten();
    // What no path leads to but every other one is the API's default route.
    let http = events.filter(|(_, event)| event["Type"] == "HttpApi");
    let http = http.filter(|(_, event)| !event["Properties"]["Path"].is_null());
    let paths = http.map(|(_, event)| {
        let of = |name: &str| event["Properties"][name].as_str().expect(name).to_owned();
        (of("Method"), of("Path"))
    });
    let policies = &block["Properties"]["Policies"];
    let policies = policies.as_array().cloned().unwrap_or_else(|| vec![policies.clone()]);
    let statements = policies.iter().flat_map(|policy| texts_or_self(&policy["Statement"]));
    FunctionBlock {
        binary: block["Metadata"]["BuildProperties"]["Binary"]
            .as_str()
            .expect("a binary")
            .to_owned(),
        paths: paths.collect(),
        statements: statements
            .map(|statement| Statement {
                actions: strings(&statement["Action"]),
                resources: strings(&statement["Resource"]),
            })
            .collect(),
    }
}

fn texts_or_self(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

fn strings(value: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    texts_or_self(value).iter().map(one).collect()
}
