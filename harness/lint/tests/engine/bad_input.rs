//! What is no workspace with serde as it is, or an unusual one: each works, or ends in one clear sentence.

use crate::workspace::{Workspace, copy};
use libtest_mimic::Trial;
use std::fs;
use std::path::{Path, PathBuf};
use wirecheck_lint::Error;
use wirecheck_lint::survey::Kind;

const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }";
const DERIVED: &str = "#[derive(serde::Serialize)]\npub struct Leaf { pub a: u8 }\n";

pub(crate) fn tests() -> Vec<Trial> {
    let all: &[(&'static str, fn())] = &[
        ("a_workspace_that_does_not_build", does_not_build),
        ("a_workspace_without_serde", no_serde),
        ("serde_without_its_derive", no_derive),
        ("a_crate_without_std", no_std),
        ("a_workspace_without_a_lock_file", no_lock_file),
        ("a_workspace_that_is_not_above_its_package", workspace_elsewhere),
        ("a_named_target", target),
        ("a_serde_derive_that_is_not_known", unknown_derive),
        ("vendored_sources", vendored),
        ("no_workspace_at_all", no_workspace),
        #[cfg(unix)]
        ("a_wrapper_in_the_configuration", wrapper_in_configuration),
    ];
    all.iter()
        .map(|&(name, test)| {
            Trial::test(name, move || {
                test();
                Ok(())
            })
        })
        .collect()
}

fn does_not_build() {
    let workspace = Workspace::of_library("broken", SERDE, "pub fn f() -> u8 { \"text\" }");
    let error = workspace.survey(&[]).unwrap_err();
    assert!(matches!(error, Error::Build), "{error}");
    assert_eq!(error.exit_code(), 3);
    assert_eq!(error.to_string(), "the workspace does not build; cargo's errors are above");
}

fn no_serde() {
    let workspace = Workspace::of_library("bare", "", "");
    fs::remove_file(workspace.folder.join("Cargo.lock")).unwrap();
    let before = workspace.files();
    let error = workspace.survey(&[]).unwrap_err();
    assert!(workspace.files() == before, "there is a lock file now");
    assert_eq!(error.to_string(), "no package of this workspace uses serde 1, so no type meets a format");
    assert_eq!(error.exit_code(), 2);
}

fn no_workspace() {
    let error = Workspace::new("nothing", &[("Cargo.toml", "[package]\n")]).survey(&[]).unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(error.to_string().starts_with("cargo cannot read the workspace: "), "{error}");
}

#[cfg(unix)]
fn wrapper_in_configuration() {
    use std::os::unix::fs::PermissionsExt as _;
    let workspace = Workspace::of_library("wrapped", SERDE, DERIVED);
    let script = "#!/bin/sh\necho \"$3 $4\" >> \"$0.log\"\nexec \"$@\"\n";
    workspace.write("wrap.sh", script);
    let path = workspace.folder.join("wrap.sh");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let config = fs::read_to_string(workspace.folder.join(".cargo/config.toml")).unwrap();
    workspace.write(
        ".cargo/config.toml",
        &config.replace("[build]\n", "[build]\nrustc-wrapper = \"./wrap.sh\"\n"),
    );
    let found = workspace.survey(&[]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.notes("wrapped::Leaf").count(), 1);
    let log = fs::read_to_string(workspace.folder.join("wrap.sh.log")).unwrap();
    assert!(log.contains("wrapped"), "the compiler did not run through it: {log}");
}

fn no_derive() {
    let text = "use serde::{Serialize, Serializer};
        pub struct Flag;
        impl Serialize for Flag {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_unit() }
        }
        pub fn text() -> String { serde_json::to_string(&Flag).unwrap() }";
    let found =
        Workspace::of_library("plain", "serde = \"1\"\nserde_json = \"1\"", text).survey(&[]).unwrap();
    let notes: Vec<Kind> = found.notes("plain::Flag").map(|note| note.kind).collect();
    assert_eq!(notes, [Kind::ByHand]);
    let roots: Vec<String> =
        found.roots.iter().map(|root| format!("{} {}", root.type_name, root.call)).collect();
    assert_eq!(roots, ["plain::Flag src/lib.rs:6:35"]);
    assert_eq!(found.unseen.len(), 1, "{:?}", found.unseen);
    assert_eq!(
        found.unseen[0].reason,
        "no package uses it, so every impl of serde's traits is written by hand"
    );
}

fn no_std() {
    let serde = "serde = { version = \"1\", default-features = false, features = [\"derive\"] }";
    let found = Workspace::of_library("small", serde, &format!("#![no_std]\n{DERIVED}")).survey(&[]).unwrap();
    let notes: Vec<String> = found
        .notes("small::Leaf")
        .map(|note| format!("{:?} {}", note.kind, note.fields[0].type_name))
        .collect();
    assert_eq!(notes, ["Derived(0) u8"]);
}

fn no_lock_file() {
    let workspace = Workspace::of_library(
        "free",
        "serde = \"1\"",
        "pub fn f(text: &str) -> serde::de::value::Error { serde::de::Error::custom(text) }",
    );
    fs::remove_file(workspace.folder.join("Cargo.lock")).unwrap();
    let before = workspace.files();
    workspace.survey(&[]).unwrap_or_else(|error| panic!("{error}"));
    assert!(workspace.files() == before, "there is a lock file now");
}

fn workspace_elsewhere() {
    let workspace = Workspace::new(
        "elsewhere",
        &[
            ("root/Cargo.toml", "[workspace]\nmembers = [\"../leaf\"]\nresolver = \"2\"\n"),
            (
                "leaf/Cargo.toml",
                &format!(
                    "[package]\nname = \"leaf\"\nversion = \"0.1.0\"\nedition = \"2021\"\nworkspace = \"../root\"\n\
                     [dependencies]\n{SERDE}\n"
                ),
            ),
            ("leaf/src/lib.rs", DERIVED),
        ],
    );
    fs::rename(workspace.folder.join("Cargo.lock"), workspace.folder.join("root/Cargo.lock")).unwrap();
    let options = ["--manifest-path", "leaf/Cargo.toml"];
    let found = workspace.survey(&options).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.notes("leaf::Leaf").count(), 1);
    assert!(workspace.folder.join("root/Cargo.lock").is_file(), "the lock file is the user's");
}

fn target() {
    let host = "x86_64-unknown-linux-gnu";
    if !cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) {
        return;
    }
    let found = Workspace::of_library("aimed", SERDE, DERIVED).survey(&["--target", host]).unwrap();
    assert_eq!(found.notes("aimed::Leaf").count(), 1);
    assert_eq!(found.sources[0].place.to_string(), "src/lib.rs:2:12");
}

/// The newest serde_derive of the local registry.
fn registry(name: &str) -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap();
    let version = fs::read_to_string(crate::workspace::here().join("tests/program/Cargo.lock")).unwrap();
    let version = version
        .split(&format!("name = \"{name}\"\nversion = \""))
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let mut found = fs::read_dir(home.join("registry/src"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join(format!("{name}-{version}")));
    found
        .find(|path| path.is_dir())
        .unwrap_or_else(|| panic!("{name} {version} is not in the registry's sources"))
}

fn unknown_derive() {
    let patch = format!("{SERDE}\n[patch.crates-io]\nserde_derive = {{ path = \"derive\" }}");
    let workspace = Workspace::of_library("changed", &patch, DERIVED);
    copy(&registry("serde_derive"), &workspace.folder.join("derive"));
    let path = workspace.folder.join("derive/src/lib.rs");
    let text = fs::read_to_string(&path).unwrap();

    // A changed copy that is still a serde_derive is noted like any.
    fs::write(&path, format!("{text}// A change.\n")).unwrap();
    assert_eq!(workspace.survey(&[]).unwrap().notes("changed::Leaf").count(), 1);

    fs::write(&path, text.replace("#[proc_macro_derive(Serialize,", "#[proc_macro_derive(Other,")).unwrap();
    let error = workspace.survey(&[]).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("serde_derive 1.")
            && text.contains("is not known, so nothing was built: its lib.rs has 0 functions"),
        "{text}"
    );
    assert_eq!(error.exit_code(), 2);
}

fn vendored() {
    let workspace = Workspace::of_library("inside", SERDE, DERIVED);
    let lock = fs::read_to_string(workspace.folder.join("Cargo.lock")).unwrap();
    for name in ["serde", "serde_core", "serde_derive", "proc-macro2", "quote", "syn", "unicode-ident"] {
        let to = workspace.folder.join("vendor").join(name);
        copy(&registry(name), &to);
        let sum = lock
            .split(&format!("name = \"{name}\"\n"))
            .nth(1)
            .unwrap()
            .split("checksum = \"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        fs::write(to.join(".cargo-checksum.json"), format!("{{\"files\":{{}},\"package\":\"{sum}\"}}"))
            .unwrap();
    }
    let config = "[build]\ntarget-dir = \"../target\"\n[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"vendor\"\n";
    workspace.write(".cargo/config.toml", config);
    let found = workspace.survey(&["--offline"]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.notes("inside::Leaf").count(), 1);
    assert!(Path::new(&found.sources[0].place.file).is_relative(), "{:?}", found.sources[0].place);
}
