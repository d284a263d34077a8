//! The same redemption by Node and by Python, where this machine has them: what `peers/` holds,
//! with the packages that it pins.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    aws::Aws,
    figures,
    figures::{short, table},
    function::{Files, Function, Start, Variables, deployed},
};

/// How much less of the processor Codriver's function is to take at its start.
const GOALS: [(&str, &str); 2] = [(NODE, "15"), (PYTHON, "30")];
const NODE: &str = "the same by Node";
const PYTHON: &str = "the same by Python";

/// A program to start, and what it is given.
type Made = Result<(PathBuf, Vec<PathBuf>), String>;

/// The peers that can be measured here; says why another cannot.
pub fn found(aws: &Aws, files: &Files, target: &Path) -> Vec<Function> {
    let mut peers = vec![];
    for (name, made) in [(NODE, node(target)), (PYTHON, python(target))] {
        match made {
            Ok((binary, given)) => {
                let environment = environment(aws, files);
                peers.push(Function { name, binary, given, environment, starts: vec![] });
            }
            Err(why) => println!("Not measured: {name} ({why})"),
        }
    }
    peers
}

fn environment(aws: &Aws, files: &Files) -> Variables {
    let certificate = files.certificate().display().to_string();
    let mut environment = deployed(aws, &files.certificate());
    environment.push(("CODRIVER_SEAL_KEY_FILE", files.root_key().display().to_string()));
    // Node knows its own list besides, as on Lambda; boto3 then reads nothing else.
    environment.push(("NODE_EXTRA_CA_CERTS", certificate.clone()));
    environment.push(("AWS_CA_BUNDLE", certificate));
    // The SDK's, about versions of Node to come.
    environment.push(("NODE_NO_WARNINGS", "1".to_owned()));
    environment
}

/// Bundled to one small file, as such functions are deployed.
fn node(target: &Path) -> Made {
    let binary = said(Command::new("node").args(["--print", "process.execPath"]))?;
    let home = installed("node", target, "package-lock.json", |home| {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--engine-strict", "--no-audit", "--no-fund"]);
        npm.current_dir(home);
        npm
    })?;
    said(Command::new("npm").args(["run", "build"]).current_dir(&home))?;
    Ok((binary.into(), vec![home.join("bundle.mjs")]))
}

fn python(target: &Path) -> Made {
    let binary = said(Command::new("python3").args(["-c", "import sys; print(sys.executable)"]))?;
    let home = installed("python", target, "requirements.txt", |home| {
        let mut pip = Command::new(&binary);
        pip.args(["-m", "pip", "install", "--quiet", "--requirement", "requirements.txt"]);
        pip.args(["--target", "."]).current_dir(home);
        pip
    })?;
    // Nothing of what the machine has installed besides is looked at (-S).
    Ok((binary.into(), vec!["-S".into(), home.join("runtime.py")]))
}

/// The folder of a peer's program with its packages: they are installed again when what pins them
/// has changed.
fn installed(
    peer: &str,
    target: &Path,
    pins: &str,
    install: impl FnOnce(&Path) -> Command,
) -> Result<PathBuf, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/start/peers").join(peer);
    let home = target.join("peers").join(peer);
    let pinned = fs::read_to_string(source.join(pins)).expect("what pins a peer's packages");
    let complete = home.join("complete");
    let is_complete = fs::read_to_string(&complete).is_ok_and(|was| was == pinned);
    if !is_complete {
        // It may not be there.
        let _ = fs::remove_dir_all(&home);
        fs::create_dir_all(&home).expect("a folder");
    }
    for file in fs::read_dir(source).expect("a peer's folder").flatten() {
        // Python leaves a folder there if somebody runs a file where it lies.
        if file.path().is_file() {
            fs::copy(file.path(), home.join(file.file_name())).expect("a copy");
        }
    }
    if !is_complete {
        said(&mut install(&home))?;
        fs::write(complete, pinned).expect("a file");
    }
    Ok(home)
}

/// What a command says; else why it does not.
fn said(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{name}: {}", text(&output.stderr))),
    }
}

/// How many times as much as `ours` each peer takes.
pub fn print(ours: &Function, peers: &[Function]) {
    let rows = peers.iter().map(|peer| {
        let times =
            |of: fn(&Start) -> f64| short(figures(peer, of).median() / figures(ours, of).median());
        let goal = GOALS.iter().find(|(name, _)| *name == peer.name).map_or("", |(_, goal)| goal);
        vec![
            peer.name.to_owned(),
            times(|one| one.start),
            goal.to_owned(),
            times(Start::cold),
            times(|one| one.warm),
            times(|one| one.memory),
        ]
    });
    let columns = [
        "times as much as redeem_code",
        "start",
        "goal, at least",
        "start and first call",
        "warm call",
        "peak memory",
    ];
    table("Peers", &columns, &rows.collect::<Vec<_>>());
}
