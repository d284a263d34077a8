//! What template.yaml says of functions.

use std::{collections::BTreeMap, time::Duration};

use local::template::read;
use serde_json::Value;

const TEMPLATE: &str = include_str!("../../template.yaml");

/// A function of the template.
#[derive(Debug, Clone)]
pub struct FunctionBlock {
    /// Its binary.
    pub binary: String,
    /// What it may do.
    pub statements: Vec<Statement>,
    /// Whether it makes or reads codes and links.
    pub has_seal_key: bool,
}

/// A statement of a function's policy.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The calls.
    pub actions: Vec<String>,
    /// On what, as the template writes it.
    pub resources: Vec<String>,
}

/// All of it, as the local stack reads it.
pub fn template() -> Value {
    read(TEMPLATE).expect("a template")
}

/// How long a function of the API may take.
pub fn time_limit() -> Duration {
    let template = template();
    let seconds = template["Globals"]["Function"]["Timeout"].as_u64();
    Duration::from_secs(seconds.expect("a time limit"))
}

/// The names of the template's alarms, each with whether it tells that it is over, too.
pub fn alarms() -> BTreeMap<String, bool> {
    let template = template();
    let resources = template["Resources"].as_object().expect("resources");
    let alarms = resources.iter().filter(|(_, one)| one["Type"] == "AWS::CloudWatch::Alarm");
    alarms.map(|(name, one)| (name.clone(), one["Properties"]["OKActions"].is_array())).collect()
}

/// The template's functions, by logical id.
pub fn functions() -> BTreeMap<String, FunctionBlock> {
    let template = template();
    let resources = template["Resources"].as_object().expect("resources");
    let functions =
        resources.iter().filter(|(_, block)| block["Type"] == "AWS::Serverless::Function");
    functions.map(|(id, block)| (id.clone(), function(block, resources))).collect()
}

/// How many of the template's functions and of everything else CloudFormation makes: a function has
/// what each of its events needs; without a role it shares it gets one of its own.
pub fn resources() -> (usize, usize) {
    let template = template();
    let resources = template["Resources"].as_object().expect("resources");
    let is = |one: &Value, kind: &str| one["Type"] == format!("AWS::Serverless::{kind}");
    let (functions, others): (Vec<_>, Vec<_>) =
        resources.values().partition(|one| is(one, "Function"));
    // An API is one, and its stage another.
    let others = others.iter().map(|one| 1 + usize::from(is(one, "HttpApi"))).sum::<usize>();
    let besides = functions.iter().map(|function| {
        let properties = &function["Properties"];
        let events = properties["Events"].as_object().into_iter().flat_map(|all| all.values());
        let of_events = events.map(|event| match event["Type"].as_str() {
            // A permission, and a rule or a subscription.
            Some("Schedule" | "SNS") => 2,
            _ => 1,
        });
        let role = usize::from(properties["Role"].is_null());
        let invoked = usize::from(!properties["EventInvokeConfig"].is_null());
        of_events.sum::<usize>() + role + invoked
    });
    (functions.len(), others + besides.sum::<usize>())
}

/// The policies that the template's roles and functions write out, each with where.
pub fn policies() -> Vec<(String, String)> {
    let template = template();
    let resources = template["Resources"].as_object().expect("resources");
    let written = resources.iter().filter(|(_, one)| {
        let of_function = one["Type"] == "AWS::Serverless::Function";
        one["Type"] == "AWS::IAM::Role" || of_function && one["Properties"]["Role"].is_null()
    });
    let written = written.map(|(name, one)| (format!("{:?}", statements(one)), name.clone()));
    written.collect()
}

/// What a function, or a role, is allowed by what it says itself.
fn statements(block: &Value) -> Vec<Statement> {
    let policies = texts_or_self(&block["Properties"]["Policies"]);
    let statements = policies.iter().flat_map(|policy| {
        let of_role = &policy["PolicyDocument"]["Statement"];
        texts_or_self(if of_role.is_null() { &policy["Statement"] } else { of_role })
    });
    let statements = statements.filter(|statement| !statement.is_null());
    let read = statements.map(|statement| Statement {
        actions: strings(&statement["Action"]),
        resources: strings(&statement["Resource"]),
    });
    read.collect()
}

fn function(block: &Value, resources: &serde_json::Map<String, Value>) -> FunctionBlock {
    let role = block["Properties"]["Role"].as_str();
    let role = role.and_then(|role| resources.get(role.strip_suffix(".Arn")?));
    FunctionBlock {
        binary: block["Metadata"]["BuildProperties"]["Binary"]
            .as_str()
            .expect("a binary")
            .to_owned(),
        statements: statements(role.unwrap_or(block)),
        has_seal_key: !block["Properties"]["Environment"]["Variables"]["CODRIVER_SEAL_KEY"]
            .is_null(),
    }
}

fn texts_or_self(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

fn strings(value: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    texts_or_self(value).iter().map(one).collect()
}
