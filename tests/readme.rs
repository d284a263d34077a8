//! README.md holds: its first minutes are walked as they are written, on the server that
//! `cargo run` starts, and the links of it and of the other pages lead somewhere.
//!
//! It is a test of the package `local`, so that cargo has the server's binary ready for it.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

/// What the README has the newcomer set first, and the test sets to where its own server is.
const ADDRESS: &str = "CODRIVER=http://127.0.0.1:3000\n";
/// An error answer ends the walk at once; the newcomer sees it anyhow.
const STRICT: &str = "curl() { command curl --fail-with-body \"$@\"; }\n";
/// How long the server may take to stop.
const STOPS_WITHIN: Duration = Duration::from_secs(30);

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).expect("README.md")
}

/// The part under a heading, to the next heading of its level or a higher one.
fn part<'a>(text: &'a str, heading: &str) -> &'a str {
    let level = heading.chars().take_while(|sign| *sign == '#').count();
    let begin = text.find(&format!("\n{heading}\n")).expect(heading) + heading.len() + 2;
    let ends = (1..=level).filter_map(|level| {
        text[begin..].find(&format!("\n{} ", "#".repeat(level))).map(|end| begin + end)
    });
    &text[begin..ends.min().unwrap_or(text.len())]
}

/// The shell commands of a part.
fn commands(part: &str) -> String {
    let blocks = part.split("```sh\n").skip(1);
    blocks.map(|block| block.split_once("```").expect("the block's end").0).collect()
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = env::temp_dir().join(format!("codriver-readme-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the test");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The server as `cargo run` starts it, with its data in a folder.
struct Server {
    process: Child,
    says: BufReader<ChildStdout>,
    url: String,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_codriver"))
            .current_dir(&folder.0)
            .env_remove("CODRIVER_DATA")
            .env_remove("CODRIVER_OPERATOR")
            .env_remove("CODRIVER_ORDERS")
            .env("CODRIVER_PORT", "0")
            .env("CODRIVER_CONSOLE", "off")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut says = BufReader::new(process.stdout.take().expect("what the server says"));
        let mut line = String::new();
        says.read_line(&mut line).expect("the server says where it is");
        let url = line.strip_prefix("listening on ").expect(&line).trim().to_owned();
        Self { process, says, url }
    }

    /// What Ctrl-C does. Gives what else the server had to say.
    fn interrupt(mut self) -> String {
        let pid = self.process.id().to_string();
        assert!(run("kill", &["-INT", &pid]).0, "the server is there");
        let asked = Instant::now();
        let status = loop {
            match self.process.try_wait().expect("the server's state") {
                Some(status) => break status,
                None => assert!(asked.elapsed() < STOPS_WITHIN, "the server does not stop"),
            }
            sleep(Duration::from_millis(20));
        };
        assert_eq!(status.code(), Some(0), "the server stops cleanly");
        let mut said = String::new();
        self.says.read_to_string(&mut said).expect("text");
        said
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether a command did well, and what it said.
fn run(command: &str, arguments: &[&str]) -> (bool, String) {
    let done = Command::new(command).args(arguments).output();
    let done = done.unwrap_or_else(|error| panic!("this test needs {command}: {error}"));
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// Runs commands as the newcomer's shell does, but stops where one fails.
fn walk(script: &str) -> String {
    let (well, said) = run("bash", &["-euo", "pipefail", "-c", &format!("{STRICT}{script}")]);
    assert!(well, "a command of README.md fails; this is what was answered up to it:\n{said}");
    said
}

/// The answers in JSON among what was said.
fn answers(said: &str) -> Vec<Value> {
    said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The lines of CSV among what was said that tell of a used code.
fn used_codes(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.contains(r#"","redeemed",""#)).collect()
}

#[test]
fn the_first_minutes_of_the_readme_are_as_it_says() {
    assert!(run("curl", &["--version"]).0, "this test needs curl");
    let text = readme();
    let (all, look) = (part(&text, "## First minutes"), part(&text, "### Look"));
    let (all, look) = (commands(all), commands(look));
    assert_eq!(all.matches(ADDRESS).count(), 1, "the address is set once");
    let folder = Folder::new();
    let kept = folder.0.join("variables");
    let at = |server: &Server| format!("CODRIVER={}\n", server.url);

    let server = Server::start(&folder);
    let first = all.replace(ADDRESS, &at(&server)).replace(&look, "");
    let keep = format!("declare -p > '{}'\ndeclare -f >> '{0}'\n", kept.display());
    check_record(&walk(&format!("{first}{keep}")));
    let again = |server: &Server| {
        let restore = format!("source '{}' 2>/dev/null || true\n", kept.display());
        walk(&format!("{restore}{}{look}", at(server)))
    };
    let seen = again(&server);
    check_outcome(&seen);
    let said = server.interrupt();
    assert!(said.contains("/_local/emails"), "it says what to open: {said}");

    let server = Server::start(&folder);
    let seen_again = again(&server);
    assert_eq!(answers(&seen_again), answers(&seen), "a restart keeps everything");
    assert_eq!(used_codes(&seen_again), used_codes(&seen), "a restart keeps everything");
    server.interrupt();
}

/// Who completed a course and was removed has the record, and a stranger sees that it holds.
fn check_record(said: &str) {
    let answers = answers(said);
    let any = |test: &dyn Fn(&Value) -> bool| answers.iter().any(test);
    let of_ann = |one: &Value| one["account"]["name"] == "Acme Haulage" && one["score"] == 90.0;
    assert!(any(&|mine| of_ann(&mine["items"][0]) && mine["items"][0]["person"].is_object()));
    let checked =
        any(&|certificate| certificate["name"] == "Ann" && certificate["status"] == "valid");
    assert!(checked, "{said}");
}

/// The end of the walk: one code is used, one course completed, and it is told everywhere.
fn check_outcome(said: &str) {
    let answers = answers(said);
    let any = |test: &dyn Fn(&Value) -> bool| answers.iter().any(test);
    assert!(any(&|batch| batch["redeemed"] == 1 && batch["unused"] == 999), "{said}");
    let completed = |row: &Value| row["status"] == "completed" && row["score"] == 90.0;
    assert!(any(&|mine| completed(&mine["items"][0]) && mine["items"][0]["modules"].is_array()));
    assert!(
        any(&|report| completed(&report["items"][0]) && report["items"][0]["user"].is_object())
    );
    assert!(any(&|summary| summary["by_status"]["completed"] == 1), "{said}");
    assert!(any(&|trail| trail["items"][0]["action"] == "order_created"), "{said}");
    let used = used_codes(said);
    assert_eq!(used.len(), 1, "{said}");
    assert!(used[0].ends_with(",\"driver@example.com\""), "{said}");
}

/// A heading as a link names it.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
    kept.map(|sign| if sign == ' ' { '-' } else { sign }).collect()
}

/// The anchors of a page's headings.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter_map(|line| line.strip_prefix('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

#[test]
fn the_links_of_the_pages_lead_somewhere() {
    for folder in ["", "functions", "infra", "shared", "tests"] {
        let folder = repository().join(folder);
        let page = folder.join("README.md");
        let text = fs::read_to_string(&page).expect("a page");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        let mut count = 0;
        for (link, _) in links.filter(|(link, _)| !link.contains("://")) {
            count += 1;
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let to = if file.is_empty() { page.clone() } else { folder.join(file) };
            assert!(to.exists(), "{}: {link}", page.display());
            if !heading.is_empty() {
                let there = anchors(&fs::read_to_string(&to).expect("a page"));
                assert!(there.iter().any(|known| known == heading), "{}: {link}", page.display());
            }
        }
        assert!(count > 5, "the links of {} were found", page.display());
    }
}

#[test]
fn the_readme_is_read_in_one_sitting() {
    assert!(readme().lines().count() < 250, "what only some need stands in a page of its own");
}
