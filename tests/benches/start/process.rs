//! A function's process: what it has used so far, as Linux counts it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A process that ends when it is dropped.
pub struct Process(Child);

impl Process {
    /// Starts a binary, given these paths, with nothing but this environment.
    pub fn start(binary: &Path, given: &[PathBuf], environment: &[(&str, String)]) -> Self {
        let mut command = Command::new(binary);
        command.args(given).env_clear().envs(environment.iter().map(|(name, value)| (name, value)));
        Self(command.stdout(Stdio::null()).spawn().expect("a process"))
    }

    /// The processor time of all its threads, in milliseconds. It is exact while they sleep.
    pub fn cpu(&self) -> f64 {
        let threads = fs::read_dir(self.proc("task")).expect("a process that runs");
        let nanoseconds = threads.filter_map(|thread| {
            let path = thread.ok()?.path().join("schedstat");
            fs::read_to_string(path).ok()?.split(' ').next()?.parse::<f64>().ok()
        });
        nanoseconds.sum::<f64>() / 1e6
    }

    /// The most memory that it ever had, in megabytes.
    pub fn peak_memory(&self) -> f64 {
        let status = fs::read_to_string(self.proc("status")).expect("a process that runs");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|peak| peak.split_whitespace().next());
        kilobytes.and_then(|text| text.parse::<f64>().ok()).expect("a size") * 1_024.0 / 1e6
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.0.id())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
