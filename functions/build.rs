//! How functions are linked.

use std::env;

/// A function is loaded at a fixed address. Else each start begins with some 27,000 pointers that the loader has to mend,
/// and each zip holds where they are, 150 kB. Libraries, stack and heap lie elsewhere each time all the same.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name, value| env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") {
        for kind in ["bins", "examples"] {
            println!("cargo::rustc-link-arg-{kind}=-no-pie");
        }
    }
}
