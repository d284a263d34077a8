//! What the system tells of this process: its processor time and its memory.

use std::fs;

/// The processor time of this thread, in milliseconds, as it was when the thread last slept.
pub fn cpu() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = text.split(' ').next().and_then(|text| text.parse::<f64>().ok());
    nanoseconds.expect("a number") / 1e6
}

/// Some of its memory, callers and service together: `VmRSS` is what it has, `VmHWM` the most that it had.
pub fn megabytes(what: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    let size = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    size.expect("kB") / 1024
}

/// Forgets what was the most that it had.
pub fn forget_most() {
    fs::write("/proc/self/clear_refs", "5").expect("Linux");
}
