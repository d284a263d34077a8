//! Template, routes, binaries and the API's document agree: none says what another does not.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use functions::{
    subjects,
    workers::{JOBS, OF_INTEREST},
};
use local::stream::Patience;
use serde_json::{Value, json};
use shared::{
    email::Lane,
    http::{
        Code, Route,
        access::Rule,
        openapi::{self, Api},
        operation::Operation,
    },
};
use tests::template::{FunctionBlock, alarms, functions, policies, resources, template};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Functions that no path of their own leads to.
const WORKERS: [&str; 7] = [
    "consume_stream",
    "record_delivery",
    "recount_sample",
    "run_jobs",
    "send_mail",
    "send_reminders",
    "unrouted",
];

fn routes() -> BTreeMap<String, (String, String)> {
    let all = functions::routes::all().into_iter();
    all.map(|route| (route.name.to_owned(), (route.method.to_string(), route.path.to_owned())))
        .collect()
}

/// The most resources that CloudFormation takes in a stack.
const MOST_RESOURCES: usize = 500;

#[test]
fn two_hundred_functions_would_fit_into_one_stack() {
    let (functions, others) = resources();
    assert!(functions + others < 300, "{others} resources besides {functions} functions");
    // At worst no role that there is fits a function more.
    assert!(2 * 200 + others - functions <= MOST_RESOURCES, "{others} resources besides functions");
}

/// CloudFormation names a function after its stack, its logical id and 12 or 13 characters, and shortens
/// both where it would have more than 64.
#[test]
fn a_functions_name_begins_with_the_whole_name_of_its_stack() {
    let release = fs::read_to_string(repository().join("infra/release.py")).unwrap();
    let longest = release.lines().find_map(|line| line.strip_prefix("LONGEST_STACK = "));
    let longest: usize = longest.unwrap().parse().unwrap();
    for logical_id in functions().into_keys() {
        assert!(longest + 1 + logical_id.len() + 1 + 13 <= 64, "{logical_id}");
    }
}

#[test]
fn functions_that_may_do_the_same_share_a_role() {
    let mut of_policy: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (policy, place) in policies() {
        of_policy.entry(policy).or_default().push(place);
    }
    let twice: Vec<_> = of_policy.values().filter(|places| places.len() > 1).collect();
    assert!(twice.is_empty(), "the same is written twice: {twice:?}");
}

#[test]
fn every_route_is_a_function_of_the_template_and_no_other_function_has_a_path() {
    let template = template();
    let paths = &template["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"];
    let (routes, functions) = (routes(), functions());
    for (name, (method, path)) in &routes {
        assert_eq!(&functions[&logical_id(name)].binary, name);
        assert_eq!(paths[path][method.to_lowercase()], request(name, path), "{name}");
    }
    let mut any_other = request("unrouted", "");
    any_other["isDefaultRoute"] = true.into();
    assert_eq!(paths["$default"]["x-amazon-apigateway-any-method"], any_other);
    let methods = paths.as_object().unwrap().values().map(|path| path.as_object().unwrap().len());
    assert_eq!(methods.sum::<usize>(), routes.len() + 1);
    // What is among a function's events SAM would add to the paths.
    let mut resources = template["Resources"].as_object().unwrap().values();
    assert!(!resources.any(|one| one["Properties"]["Events"].to_string().contains("HttpApi")));
}

/// What the template says of a request: which function the gateway calls, and by which role.
fn request(binary: &str, path: &str) -> Value {
    let uri = format!("functions/${{{}.Arn}}/invocations", logical_id(binary));
    let mut request = json!({
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "payloadFormatVersion": "2.0",
            "credentials": "ApiCalls.Arn",
            "uri": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/".to_owned() + &uri,
        },
    });
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameters = names.map(|name| json!({ "in": "path", "name": name, "required": true }));
    let parameters: Vec<_> = parameters.collect();
    if !parameters.is_empty() {
        request["parameters"] = parameters.into();
    }
    request
}

#[test]
fn a_function_is_called_as_its_binary_is() {
    for (id, block) in functions() {
        assert_eq!(id, logical_id(&block.binary));
    }
}

fn logical_id(binary: &str) -> String {
    let words = binary.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}

#[test]
fn every_route_and_every_worker_has_a_binary() {
    let files = fs::read_dir(repository().join("functions/src/bin")).unwrap();
    let mut binaries: Vec<_> = files
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    binaries.sort();
    let mut expected: Vec<_> = routes().into_keys().chain(WORKERS.map(str::to_owned)).collect();
    expected.sort();
    assert_eq!(binaries, expected);
}

#[test]
fn a_binary_serves_the_route_of_its_name() {
    for name in routes().into_keys() {
        let file = repository().join(format!("functions/src/bin/{name}.rs"));
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains(&format!("serve(functions::routes::{name}())")), "{name}");
    }
}

#[test]
fn what_anyone_may_call_has_a_throttle_of_its_own_and_nothing_else_has() {
    let template = template();
    let own = template["Resources"]["Api"]["Properties"]["RouteSettings"].as_object().unwrap();
    let own: BTreeSet<_> = own.keys().cloned().collect();
    let anyones = functions::routes::all().into_iter().filter(|route| route.rule == Rule::Anyone);
    let anyones = anyones.map(|route| format!("{} {}", route.method, route.path));
    assert_eq!(own, anyones.chain(["$default".to_owned()]).collect());
}

#[test]
fn what_fails_in_the_stream_is_tried_on_one_machine_as_often_as_when_it_is_deployed() {
    let template = template();
    let resources = template["Resources"].as_object().unwrap().values();
    let streams = resources.map(|one| &one["Properties"]["Events"]["Stream"]["Properties"]);
    let retries: Vec<_> = streams.filter_map(|one| one["MaximumRetryAttempts"].as_u64()).collect();
    let here = u64::from(Patience::default().attempts) - 1;
    assert_eq!(retries, [here, here]);
}

#[test]
fn no_function_may_do_everything_or_touch_everything() {
    for FunctionBlock { binary, statements, .. } in functions().into_values() {
        for statement in statements {
            for action in &statement.actions {
                assert!(!action.contains('*'), "{binary}: {action}");
            }
            assert!(!statement.resources.iter().any(|resource| resource == "*"), "{binary}");
        }
    }
}

/// The API's document, of these operations.
fn document(operations: Vec<(Route, Operation)>) -> Value {
    let examples = fs::read_to_string(repository().join("infra/examples.json")).unwrap();
    let examples = serde_json::from_str(&examples).unwrap();
    openapi::document(Api { operations, subjects: subjects::ALL, examples: &examples }).unwrap()
}

#[test]
fn the_api_document_is_what_the_routes_say() {
    let document = document(functions::routes::described());
    let made = serde_json::to_string_pretty(&document).unwrap() + "\n";
    let file = repository().join("infra/openapi.json");
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        fs::write(&file, &made).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert!(kept == made, "infra/openapi.json is stale: UPDATE=1 cargo test rewrites it");
}

#[test]
fn every_reference_of_the_api_document_leads_somewhere() {
    let document = document(functions::routes::described());
    let mut references = vec![];
    collect_references(&document, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn a_schema_keeps_its_name_whatever_operations_there_are_besides() {
    let all = document(functions::routes::described());
    let schemas =
        |document: &Value| document["components"]["schemas"].as_object().cloned().unwrap();
    for (left_out, _) in subjects::ALL {
        let others = functions::routes::described().into_iter();
        let others = others.filter(|(route, _)| route.subject != *left_out);
        for (name, schema) in schemas(&document(others.collect())) {
            assert_eq!(schema, all["components"]["schemas"][&name], "{name}");
        }
    }
    for name in schemas(&all).keys() {
        assert!(!name.ends_with(|last: char| last.is_ascii_digit()), "{name} looks counted");
        assert!(!["Input", "Output", "RowResult", "RowStatus"].contains(&name.as_str()), "{name}");
    }
}

#[test]
fn every_subject_is_told_of_and_has_an_operation() {
    let used: BTreeSet<_> =
        functions::routes::all().into_iter().map(|route| route.subject).collect();
    let told: Vec<_> = subjects::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(told.iter().copied().collect::<BTreeSet<_>>(), used);
    assert_eq!(told.len(), used.len(), "none twice");
}

#[test]
fn every_json_body_and_answer_has_an_example() {
    let document = document(functions::routes::described());
    let paths = document["paths"].as_object().unwrap().values();
    for operation in paths.flat_map(|path| path.as_object().unwrap().values()) {
        let answers = operation["responses"].as_object().unwrap().values();
        for said in answers.chain(operation.get("requestBody")) {
            let json = &said["content"]["application/json"];
            let named = &operation["operationId"];
            // The document itself would be in itself.
            assert!(
                json.is_null() || json["example"].is_object() || named == "get_openapi",
                "{named}"
            );
        }
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(all) => {
            found.extend(all.get("$ref").and_then(Value::as_str).map(str::to_owned));
            all.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(all) => all.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

#[test]
fn the_stream_wakes_its_functions_for_what_they_have_something_to_do_with_and_no_more() {
    let template = fs::read_to_string(repository().join("template.yaml")).unwrap();
    let (consumed, jobs) = (&OF_INTEREST[..], &JOBS[..]);
    for (image, entities) in [("NewImage", consumed), ("OldImage", consumed), ("NewImage", jobs)] {
        let entities = serde_json::to_string(entities).unwrap();
        let pattern = format!(r#"{{"dynamodb":{{"{image}":{{"entity":{{"S":{entities}}}}}}}}}"#);
        assert!(template.contains(&pattern), "{pattern}");
    }
}

/// The functions that look at callers' net addresses (`Peer::net`).
const LOOK_AT_ADDRESSES: [&str; 3] = ["activate_invitation", "confirm_sign_in", "request_sign_in"];

/// A template may name no more than 60 secrets to be looked up, each function that has one counted
/// ([AWS](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html)).
#[test]
fn who_looks_at_addresses_has_the_edges_secret_and_nobody_else() {
    let template = template();
    let usual = &template["Globals"]["Function"]["Environment"]["Variables"];
    assert!(!usual.to_string().contains("resolve:"), "every function would look one up: {usual}");
    let all = template["Resources"].as_object().unwrap().values();
    let with_secret = all.filter(|one| {
        !one["Properties"]["Environment"]["Variables"]["CODRIVER_EDGE_SECRET"].is_null()
    });
    let binaries = with_secret.map(|one| one["Metadata"]["BuildProperties"]["Binary"].as_str());
    let binaries: BTreeSet<_> = binaries.map(Option::unwrap).collect();
    assert_eq!(binaries, BTreeSet::from(LOOK_AT_ADDRESSES));
}

#[test]
fn the_console_has_the_same_headers_here_and_deployed() {
    let template = template();
    let policy = &template["Resources"]["ConsoleHeaders"]["Properties"];
    let headers = &policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
    let value = |name: &str| match name {
        "content-security-policy" => {
            headers["ContentSecurityPolicy"]["ContentSecurityPolicy"].as_str()
        }
        "referrer-policy" => headers["ReferrerPolicy"]["ReferrerPolicy"].as_str(),
        "x-frame-options" => headers["FrameOptions"]["FrameOption"].as_str(),
        // There is one value of it, so the template names none.
        "x-content-type-options" => headers["ContentTypeOptions"].as_object().map(|_| "nosniff"),
        other => panic!("the template says nothing of {other}"),
    };
    for (name, here) in &local::console::HEADERS {
        assert_eq!(value(name.as_str()), Some(*here), "{name}");
    }
    // What holds for HTTPS only is told where there is HTTPS.
    let here: BTreeSet<_> = local::console::HEADERS.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(headers.as_object().unwrap().len(), here.len() + 1);
    assert!(headers["StrictTransportSecurity"].is_object());
}

/// CloudFront's own policies, by the names that AWS's pages on managed policies give them.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST_HEADER: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

#[test]
fn the_console_and_the_api_are_one_origin_that_keeps_no_answer_of_the_api() {
    let template = template();
    let console = &template["Resources"]["Console"]["Properties"]["DistributionConfig"];
    let behaviours = console["CacheBehaviors"].as_array().unwrap();
    let of_the_api = &behaviours[0];
    assert_eq!((behaviours.len(), &of_the_api["PathPattern"]), (1, &json!("/v1/*")));
    assert_eq!(of_the_api["TargetOriginId"], "api");
    assert_eq!(of_the_api["CachePolicyId"], CACHING_DISABLED);
    assert_eq!(of_the_api["OriginRequestPolicyId"], ALL_VIEWER_EXCEPT_HOST_HEADER);
    let methods = json!(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]);
    assert_eq!(of_the_api["AllowedMethods"], methods);
    let of_the_files = &console["DefaultCacheBehavior"];
    assert_eq!(of_the_files["TargetOriginId"], "files");
    assert_eq!(of_the_files["ResponseHeadersPolicyId"], "ConsoleHeaders");
    for behaviour in [of_the_api, of_the_files] {
        assert_ne!(behaviour["ViewerProtocolPolicy"], "allow-all");
        let at_the_edge = &behaviour["FunctionAssociations"][0];
        assert_eq!(at_the_edge["EventType"], "viewer-request");
        assert_eq!(at_the_edge["FunctionARN"], "ConsoleEdge.FunctionMetadata.FunctionARN");
    }
    // Errors of the API stay what they are: none is turned into a page.
    assert!(console["CustomErrorResponses"].is_null());
}

#[test]
fn nobody_but_the_consoles_distribution_reads_its_files() {
    let template = template();
    let resources = &template["Resources"];
    let files = &resources["ConsoleFiles"]["Properties"];
    let blocked = files["PublicAccessBlockConfiguration"].as_object().unwrap();
    assert!(blocked.len() == 4 && blocked.values().all(|blocks| *blocks == json!(true)));
    assert!(files["LoggingConfiguration"].is_object());
    let reads = &resources["ConsoleReads"]["Properties"]["OriginAccessControlConfig"];
    assert_eq!(
        (&reads["SigningBehavior"], &reads["SigningProtocol"]),
        (&json!("always"), &json!("sigv4"))
    );
    let policies = resources.as_object().unwrap().values().filter(|one| {
        one["Type"] == "AWS::S3::BucketPolicy" && one["Properties"]["Bucket"] == "ConsoleFiles"
    });
    let statements: Vec<_> = policies
        .flat_map(|policy| policy["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap())
        .filter(|statement| statement["Effect"] == "Allow")
        .collect();
    let [allowed] = statements[..] else { panic!("{statements:?}") };
    assert_eq!(allowed["Principal"], json!({ "Service": "cloudfront.amazonaws.com" }));
    assert_eq!(allowed["Action"], json!(["s3:GetObject", "s3:ListBucket"]));
    let of = allowed["Condition"]["StringEquals"]["aws:SourceArn"].as_str().unwrap();
    assert!(of.ends_with(":distribution/${Console}"), "{of}");
    let origin = &resources["Console"]["Properties"]["DistributionConfig"]["Origins"][0];
    assert_eq!(origin["OriginAccessControlId"], "ConsoleReads.Id");
}

#[test]
fn there_are_as_many_senders_of_mail_as_share_the_pace() {
    let template = template();
    let resources = &template["Resources"];
    let sender = &resources["SendMail"]["Properties"];
    for (event, queue, lane) in
        [("SignIns", "SignInMails", Lane::SignIns), ("Others", "OtherMails", Lane::Others)]
    {
        let source = &sender["Events"][event]["Properties"];
        assert_eq!(source["Queue"], format!("{queue}.Arn"));
        assert_eq!(source["ScalingConfig"]["MaximumConcurrency"], lane.senders());
        let hidden = resources[queue]["Properties"]["VisibilityTimeout"].as_u64().unwrap();
        assert!(hidden >= 6 * sender["Timeout"].as_u64().unwrap(), "{queue}");
    }
}

#[test]
fn an_error_code_has_one_status_one_spelling_and_sentences_of_its_own() {
    let mut seen = BTreeMap::new();
    let (mut titles, mut advices) = (BTreeSet::new(), BTreeSet::new());
    for code in Code::ALL {
        assert!(seen.insert(code.as_str(), code.status()).is_none(), "{}", code.as_str());
        assert!((400..600).contains(&code.status()));
        assert!(titles.insert(code.title()) && code.title().ends_with('.'), "{}", code.title());
        assert!(advices.insert(code.advice()) && code.advice().ends_with('.'), "{}", code.advice());
    }
    insta::assert_snapshot!(
        seen.iter().map(|(code, status)| format!("{status} {code}\n")).collect::<String>()
    );
}

#[test]
fn an_operator_reads_of_every_alarm_what_it_means_and_is_told_when_it_is_over() {
    let guide = fs::read_to_string(repository().join("infra/README.md")).unwrap();
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let named = rows.flat_map(|(names, _)| names.trim_end_matches('`').split("`, `"));
    let told: BTreeSet<_> = named.filter(|name| name.ends_with("Alarm")).collect();
    let alarms = alarms();
    assert_eq!(told, alarms.keys().map(String::as_str).collect());
    assert!(alarms.values().all(|over| *over), "{alarms:?}");
}
