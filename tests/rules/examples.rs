//! The examples of the rules, compiled: what passes must pass, what fails must say the code of its rule.

use crate::project::{Built, Project, dependency};
use std::fmt::Write as _;
use wirecheck_rules::{ALL, Reporter, Rule};

/// What the book of rules says stands above every example; an example may have types of the same names.
const PRELUDE: &str = "\
pub use serde::{Deserialize, Serialize, Serializer};
pub use std::collections::BTreeMap;
pub use std::fs::{self, File};
pub use std::io;
pub use std::net::{IpAddr, SocketAddr, TcpStream};
pub use std::ops::{Range, RangeInclusive};
pub use std::path::PathBuf;
pub use std::process::Command;
pub use std::sync::{Arc, Mutex, mpsc};
pub use std::thread;
pub use std::time::{Duration, Instant};
pub use wirecheck::format::*;
pub use wirecheck::sendable::MapKey;
pub use wirecheck::*;
";

const FEATURES: &[&str] = &["runtime", "formats", "chrono", "jiff", "semver", "url"];

/// The crates whose types examples are about.
const CRATES: &str = "chrono = { version = \"0.4\", default-features = false }\n\
    jiff = { version = \"0.2\", default-features = false, features = [\"alloc\"] }\n\
    semver = { version = \"1\", default-features = false }\n\
    serde_repr = \"0.1\"\n\
    serde_with = { package = \"serde_with_macros\", version = \"3\" }\n\
    url = { version = \"2\", default-features = false }\n";

fn manifest() -> String {
    format!("wirecheck = {}\n{CRATES}", dependency(FEATURES))
}

/// An example as a module: items as they are, statements within a function.
fn module(example: &str) -> String {
    if syn::parse_file(example).is_ok() {
        format!("use super::prelude::*;\n\n{example}\n")
    } else {
        format!("use super::prelude::*;\n\nfn example() {{\n{example}\n}}\n")
    }
}

fn file_of(rule: &Rule) -> String {
    format!("{}_{}", rule.code.to_lowercase(), rule.slug.replace('-', "_"))
}

/// A program whose modules are the examples of these rules.
fn program(project: &mut Project, name: &str, rules: &[&Rule], example: fn(&Rule) -> &'static str) {
    let mut main = "#![allow(dead_code, unused)]\n\n".to_owned();
    for rule in rules {
        let file = file_of(rule);
        writeln!(main, "#[path = \"../{name}/{file}.rs\"]\nmod {file};").unwrap();
        project.file(&format!("src/{name}/{file}.rs"), &module(example(rule)));
    }
    write!(main, "\nmod prelude {{\n{PRELUDE}}}\n\nfn main() {{}}\n").unwrap();
    project.file(&format!("src/bin/{name}.rs"), &main);
}

#[test]
fn what_passes_compiles() {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), "rules_pass");
    project.manifest_with("rules_pass", "2024", &manifest());
    program(&mut project, "passes", ALL, |rule| rule.passes);
    let built = project.cargo(&["check"]);
    assert!(built.good, "{}", built.report());
}

/// The errors of one phase of the compiler hide those of a later one, so what is silent in one crate is tried again in
/// the next, without what spoke.
#[test]
fn what_fails_says_its_code() {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), "rules_fail");
    project.manifest_with("rules_fail", "2024", &manifest());
    let compiled = ALL.iter().copied().filter(|rule| rule.reporter != Reporter::Run);
    let (mut silent, mut report) = (compiled.collect::<Vec<_>>(), String::new());
    for round in 1..=4 {
        let name = format!("round_{round}");
        program(&mut project, &name, &silent, |rule| rule.fails);
        let built = if round < 4 {
            project.cargo(&["check", "--bin", &name])
        } else {
            // Nobody calls an example, and what nobody calls is not generated otherwise.
            project.cargo_with(&["rustc", "--bin", &name], &["-Clink-dead-code"])
        };
        silent.retain(|rule| !says(&built, rule));
        report = built.report();
        if silent.is_empty() {
            return;
        }
    }
    let silent: Vec<_> = silent.iter().map(|rule| format!("{} {}", rule.code, rule.slug)).collect();
    panic!("refused in other words, or not at all: {silent:#?}\n{report}");
}

/// A function that takes a pool and gives the error.
#[test]
fn what_fails_when_it_runs_says_its_code() {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), "rules_run");
    project.manifest("rules_run", FEATURES);
    let rules: Vec<&Rule> = ALL.iter().copied().filter(|rule| rule.reporter == Reporter::Run).collect();
    assert!(!rules.is_empty());
    for rule in rules {
        let file = file_of(rule);
        let (_, rest) = rule.fails.split_once("fn ").unwrap();
        let (function, _) = rest.split_once('(').unwrap();
        let run = format!(
            "pub(crate) fn error() -> String {{\n    let pool = Pool::builder().workers(1).build().unwrap();\n    \
             {function}(&pool).unwrap_err().to_string()\n}}\n"
        );
        project.file(&format!("src/bin/{file}/example.rs"), &format!("{}\n{run}", module(rule.fails)));
        let main = format!(
            "#![allow(dead_code, unused)]\n\nmod example;\n\nmod prelude {{\n{PRELUDE}}}\n\nfn main() {{\n    \
             wirecheck::init();\n    println!(\"{{}}\", example::error());\n}}\n"
        );
        project.file(&format!("src/bin/{file}/main.rs"), &main);
        let output = project.command().args(["run", "--offline", "--bin", &file]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let start = format!("[{}] {}", rule.code, rule.summary);
        assert!(said.starts_with(&start), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("example.rs:4:") && said.contains(rule.help), "{said}");
    }
}

/// Whether an error of its example begins with the code. The error of a constant stands where the constant is, and names
/// the example further on.
fn says(built: &Built, rule: &Rule) -> bool {
    let (tag, file) = (format!("[{}] ", rule.code), format!("{}.rs", file_of(rule)));
    built.errors().any(|error| {
        let head = error.text.lines().next().unwrap_or_default();
        head.contains(&tag) && (error.file.ends_with(&file) || error.text.contains(&file))
    })
}
