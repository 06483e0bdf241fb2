//! Crates with a lock file of their own are built offline by tests, on machines that have what the workspace needs and no more.

use super::{read, root};
use std::collections::BTreeSet;
use std::process::Command;

/// Names and versions of what a lock file takes from a registry.
fn taken(text: &str) -> BTreeSet<(&str, &str)> {
    let packages = text.split("[[package]]\n").filter(|package| package.contains("\nsource = "));
    packages.filter_map(|package| Some((field(package, "name = ")?, field(package, "version = ")?))).collect()
}

fn field<'a>(package: &'a str, name: &str) -> Option<&'a str> {
    package.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim_matches('"'))
}

#[test]
fn every_lock_file_takes_what_the_workspace_takes() {
    let output = Command::new("git").args(["ls-files", "*Cargo.lock"]).current_dir(root()).output().unwrap();
    let files = String::from_utf8(output.stdout).unwrap();
    let own = read("Cargo.lock");
    let own = taken(&own);
    assert!(own.len() > 100 && files.lines().count() > 2, "the lists lost their way");
    for file in files.lines() {
        let text = read(file);
        let others: Vec<_> = taken(&text).difference(&own).copied().collect();
        assert!(others.is_empty(), "{file} has versions that the workspace has not: {others:?}");
    }
}
