//! Sets `cfg(processes)` where worker processes are supported: on Linux, on the architectures of the task table.

use std::env::{var, var_os};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(processes)");
    // Takes the paths of the other platforms on Linux too, so that they can be built and tested there.
    println!("cargo::rustc-check-cfg=cfg(wirecheck_other_platform)");
    let is = |name: &str, values: &[&str]| var(name).is_ok_and(|value| values.contains(&value.as_str()));
    let is_supported = is("CARGO_CFG_TARGET_OS", &["linux"])
        && is("CARGO_CFG_TARGET_ARCH", &["x86_64", "aarch64"])
        && is("CARGO_CFG_TARGET_POINTER_WIDTH", &["64"])
        && var_os("CARGO_CFG_WIRECHECK_OTHER_PLATFORM").is_none();
    if var_os("CARGO_FEATURE_RUNTIME").is_some() && is_supported {
        println!("cargo::rustc-cfg=processes");
    }
}
