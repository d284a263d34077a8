//! The console is built where it is older than its sources: by npm, in a folder beside, which then takes the place of
//! the one before. One process at a time builds; the lock is let go with the process that holds it.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, SystemTime},
};

use tokio::{process::Command, time::sleep};

use super::{Console, Stage};

/// What a build is made from, in the console's folder.
const SOURCES: [&str; 7] = [
    "src",
    "static",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];
/// What is there where somebody works on the console, and no build needs.
const A_TOOL: &str = "node_modules/svelte-check";
/// The oldest Node.js that builds it: major and minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);
/// How often it is looked whether another process has built it.
const LOOKS_AGAIN: Duration = Duration::from_millis(500);
/// How much of what npm said is told where it fails.
const LAST_LINES: usize = 20;

/// Builds a console if there is none, or an older one than its sources, and says how that goes.
pub async fn build(console: Console) {
    let path = env::var_os("PATH").unwrap_or_default();
    let build = Build { sources: console.sources.clone(), built: console.built(), path };
    let came_to = match build.run_if_stale().await {
        Ok(()) => Stage::Ready,
        Err(reason) => {
            println!("console: {reason}");
            Stage::Missing(reason)
        }
    };
    console.now(came_to);
}

/// What is built, and by what.
struct Build {
    sources: PathBuf,
    built: PathBuf,
    /// Where Node.js and npm are looked for.
    path: OsString,
}

impl Build {
    async fn run_if_stale(&self) -> Result<(), String> {
        if self.is_fresh() {
            return Ok(());
        }
        if !self.sources.join("package.json").is_file() {
            return Err("its sources are not there; the API works without it".to_owned());
        }
        if !self.node_is_there().await {
            let (major, minor) = OLDEST_NODE;
            return Err(format!(
                "not built, Node.js {major}.{minor} or newer not found; the API works without it"
            ));
        }
        let lock = File::create(self.sources.join(".building")).map_err(|error| told(&error))?;
        while lock.try_lock().is_err() {
            sleep(LOOKS_AGAIN).await;
        }
        // Whoever held the lock may have built it.
        if self.is_fresh() {
            return Ok(());
        }
        let is_first = !self.sources.join("node_modules").is_dir();
        println!("console: building{}", if is_first { " (first time, about 10 s)" } else { "" });
        self.run().await?;
        println!("console: ready");
        Ok(())
    }

    async fn run(&self) -> Result<(), String> {
        let installed = self.sources.join("node_modules/.package-lock.json");
        let lock = self.sources.join("package-lock.json");
        if changed_at(&installed).is_none_or(|at| changed_at(&lock).is_some_and(|lock| lock > at)) {
            let mut install =
                vec!["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
            if !self.sources.join(A_TOOL).is_dir() {
                install.push("--omit=dev");
            }
            self.npm(&install).await?;
        }
        let beside = self.sources.join("build.new");
        remove(&beside).map_err(|error| told(&error))?;
        self.npm(&["run", "build"]).await?;
        let replaced = remove(&self.built).and_then(|()| fs::rename(&beside, &self.built));
        replaced.map_err(|error| told(&error))
    }

    fn call(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env("PATH", &self.path);
        command
    }

    /// Calls npm beside the sources. Where it fails: its last lines, and how to try by hand.
    async fn npm(&self, arguments: &[&str]) -> Result<(), String> {
        let mut command = self.call("npm", arguments);
        command.current_dir(&self.sources).env("CONSOLE_BUILD", "build.new");
        let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await;
        let Output { status, stdout, stderr } = output.map_err(|error| told(&error))?;
        if status.success() {
            return Ok(());
        }
        let said = [stdout, stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let lines: Vec<_> = said.lines().collect();
        let last = lines[lines.len().saturating_sub(LAST_LINES)..].join("\n");
        let (folder, tried) = (self.sources.display(), arguments.join(" "));
        Err(format!("not built:\n{last}\nTry it by hand: cd {folder} && npm {tried}"))
    }

    /// Whether there is Node.js, not too old, and its npm.
    async fn node_is_there(&self) -> bool {
        let asked = async |program: &str| {
            let output = self.call(program, &["--version"]).output().await.ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let (node, npm) = (asked("node").await, asked("npm").await);
        npm.is_some() && node.is_some_and(|version| is_new_enough(&version))
    }

    /// Whether a build is there and no source is newer.
    fn is_fresh(&self) -> bool {
        let Some(made) = changed_at(&self.built.join("index.html")) else { return false };
        let mut sources = SOURCES.iter().filter_map(|name| newest(&self.sources.join(name)));
        sources.all(|source| source <= made)
    }
}

/// Whether Node.js of a version, as it tells it (`v20.19.0`), builds the console.
fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else { return false };
    (major, minor) >= OLDEST_NODE
}

/// When a file, or whatever in a folder, changed last.
fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = fs::read_dir(path) else { return changed_at(path) };
    let within = entries.filter_map(Result::ok).filter_map(|entry| newest(&entry.path()));
    within.max().max(changed_at(path))
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

/// Removes a folder, if it is there.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn told(error: &io::Error) -> String {
    format!("not built: {error}")
}

#[cfg(test)]
#[path = "building_tests.rs"]
mod tests;
