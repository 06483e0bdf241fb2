//! Installed as the README says, and called by cargo.

use std::env;
use std::path::Path;
use std::process::{Command, Output};

/// The cargo that runs this test, without the settings of its own build.
fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    command
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn cargo_finds_it_once_it_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    let output = cargo()
        .args(["install", "--offline", "--locked", "--debug", "--no-track", "--path"])
        .arg(env!("CARGO_MANIFEST_DIR"))
        .arg("--root")
        .arg(&root)
        // What was built for the tests is not built again.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", told(&output));

    let mut path = vec![root.join("bin")];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path = env::join_paths(path).unwrap();
    let output = cargo()
        .args(["wirecheck", "explain", "WC0040"])
        .current_dir(folder.path())
        .env("PATH", path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", told(&output));
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.starts_with("## WC0040 `self-describing`\n"), "{page}");
}
