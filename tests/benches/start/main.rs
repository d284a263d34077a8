//! Starting: what the function that redeems a code costs before and at its first call, against the
//! smallest function there is, both built alike and measured in the same run.
//!
//! `cargo bench --bench start` builds both, then starts each forty times, by turns, under a small
//! stand-in for Lambda's runtime API, over a DynamoDB and a KMS that answer at once over TLS.
//! `CODRIVER_BENCH_BUILT` may name a folder that has them built already. Where Node or Python is
//! there and its packages can be had, the same redemption by it is measured in between.

#[path = "../common/driver.rs"]
mod driver;
#[path = "../common/figures.rs"]
mod figures;
#[path = "../common/http1.rs"]
mod http1;
#[path = "../common/json.rs"]
mod json;

mod aws;
mod calls;
mod function;
mod peers;
mod process;
mod redemption;
mod runtime_api;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use aws::Aws;
use figures::{Figures, short, table};
use function::{Files, Function, Start, deployed};
use jiff::Timestamp;
use redemption::Redemption;
use serde_json::Value;

/// How often each function is started.
const STARTS: usize = 40;
/// How often each peer is: they take longer.
const PEER_STARTS: usize = 12;

#[tokio::main]
async fn main() {
    let built = std::env::var_os("CODRIVER_BENCH_BUILT").map_or_else(build, PathBuf::from);
    let redemption = Arc::new(Redemption::new(Timestamp::now()));
    let aws = Aws::listen(Arc::clone(&redemption)).await;
    let files = Files::write(&aws);
    let function = |name, binary: &str| {
        let environment = deployed(&aws, &files.certificate());
        let binary = built.join(binary);
        Function { name, binary, given: vec![], environment, starts: vec![] }
    };
    let bare = function("bare lambda_http function", "examples/hello");
    let redeem = function("redeem_code as deployed", "redeem_code");
    let mut lean = function("redeem_code, key in a file", "redeem_code");
    let root_key = files.root_key().display().to_string();
    lean.environment.push(("CODRIVER_SEAL_KEY_FILE", root_key));
    // Its own list does not know the stand-in either way; here it reads all that the machine trusts.
    let mut moved = function("redeem_code, a root that it does not know", "redeem_code");
    moved.environment = deployed(&aws, &files.bundle());
    let mut functions = [bare, redeem, lean, moved];
    let mut peers = peers::found(&aws, &files, &target());
    for round in 0..STARTS {
        for function in &mut functions {
            function.start(&redemption.event).await;
        }
        // What peers ask for is what the functions have asked for.
        redemption.calls.close();
        for peer in peers.iter_mut().filter(|_| round < PEER_STARTS) {
            peer.start(&redemption.event).await;
        }
    }
    print(&functions, &peers);
}

/// The folder into which this program was built.
fn target() -> PathBuf {
    let bench = std::env::current_exe().expect("this program's place");
    bench.ancestors().nth(2).expect("a target folder").to_owned()
}

/// Builds both functions as they are deployed; gives the folder where they are.
fn build() -> PathBuf {
    build_with(&["--example", "hello"]);
    let configured = configured("redeem_code");
    let configured = configured.iter().flat_map(|config| ["--config", config]);
    build_with(&["--bin", "redeem_code"].into_iter().chain(configured).collect::<Vec<_>>());
    target()
}

/// What cargo-lambda hands to Cargo when it builds this function alone, as SAM has it do.
fn configured(function: &str) -> Vec<String> {
    let read = cargo().args(["metadata", "--no-deps", "--format-version", "1"]).output();
    let read: Value = serde_json::from_slice(&read.expect("cargo").stdout).expect("metadata");
    let packages = read["packages"].as_array().expect("packages");
    let ours = packages.iter().find(|package| package["name"] == "functions").expect("functions");
    let build = &ours["metadata"]["lambda"]["bin"][function]["build"];
    serde_json::from_value(build["config"].clone()).expect("how it is built")
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn build_with(arguments: &[&str]) {
    let built =
        cargo().args(["build", "--release", "--package", "functions"]).args(arguments).status();
    assert!(built.expect("cargo").success(), "the functions do not build");
}

fn figures(function: &Function, of: fn(&Start) -> f64) -> Figures {
    Figures::of(function.starts.iter().map(of))
}

fn print(functions: &[Function; 4], peers: &[Function]) {
    let rows = functions.iter().chain(peers).map(|function| {
        let spread = |of| figures(function, of).spread();
        vec![
            function.name.to_owned(),
            spread(|one| one.start),
            spread(|one| one.first),
            spread(Start::cold),
            spread(|one| one.warm),
            spread(|one| one.memory),
        ]
    });
    let title = format!(
        "CPU milliseconds, medians (least to most) of {STARTS} starts, of peers {PEER_STARTS}"
    );
    let columns = ["function", "start", "first call", "both", "warm call", "peak memory, MB"];
    table(&title, &columns, &rows.collect::<Vec<_>>());
    let [bare, redeem, lean, _] = functions;
    let ratio = |of| {
        let [bare, redeem, lean] = [bare, redeem, lean].map(|one| figures(one, of).median());
        [short(redeem / bare), short(lean / bare)]
    };
    let row = |what: &str, [deployed, lean]: [String; 2], most: &str| {
        vec![what.to_owned(), deployed, lean, most.to_owned()]
    };
    let memory = [redeem, lean].map(|one| short(figures(one, |one| one.memory).at(1.0)));
    let zip = short(zipped(&redeem.binary));
    let rows = [
        row("start ÷ bare", ratio(|one| one.start), "2.4; 2.0"),
        row("start and first redemption ÷ bare", ratio(Start::cold), "2.8; 2.6"),
        row("peak memory, MB", memory, "10"),
        row("zip, MB", [zip.clone(), zip], "3.8"),
    ];
    let columns = ["redeem_code", "as deployed", "key in a file", "goals, at most"];
    table("Goals", &columns, &rows);
    println!("\nThe bare function's zip has {} MB.", short(zipped(&bare.binary)));
    if !peers.is_empty() {
        peers::print(lean, peers);
    }
}

/// How big a binary's zip is, in megabytes: gzip does the same.
fn zipped(binary: &Path) -> f64 {
    let zipped = Command::new("gzip").arg("--stdout").arg(binary).output().expect("gzip");
    zipped.stdout.len() as f64 / 1e6
}
