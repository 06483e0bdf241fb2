//! Surveys a small program with each version of serde and of the format crates that is named here:
//! `cargo run -p wirecheck-lint --example versions [-- WORD]`, for all or those whose name has the word. Cargo fetches them.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use wirecheck_lint::survey::{Kind, Side};
use wirecheck_lint::{Options, Survey, survey, wrapper};

/// The first ones with which much changed, and the newest.
const SERDE: &[&str] = &["=1.0.100", "=1.0.150", "=1.0.190", "=1.0.219", "=1.0.220", "1"];

/// A format crate: its name here, its dependency, how it writes and reads, and the formats of the two.
const FORMATS: &[(&str, &str, &str, &str, [&str; 2])] = &[
    (
        "json 1.0.150",
        "serde_json = \"=1.0.150\"",
        "serde_json::to_vec(&one).unwrap()",
        "serde_json::from_slice::<Outer>(&bytes).is_ok()",
        ["json", "json"],
    ),
    (
        "json newest",
        "serde_json = \"1\"",
        "serde_json::to_vec(&one).unwrap()",
        "serde_json::from_slice::<Outer>(&bytes).is_ok()",
        ["json", "json"],
    ),
    (
        "bincode 1.3.3",
        "bincode = \"=1.3.3\"",
        "bincode::serialize(&one).unwrap()",
        "bincode::deserialize::<Outer>(&bytes).is_ok()",
        ["bincode1", "bincode1"],
    ),
    (
        "bincode 1.3.2",
        "bincode = \"=1.3.2\"",
        "bincode::serialize(&one).unwrap()",
        "bincode::deserialize::<Outer>(&bytes).is_ok()",
        ["bincode1", "bincode1"],
    ),
    (
        "bincode 2.0.1",
        "bincode = { version = \"=2.0.1\", features = [\"serde\"] }",
        "bincode::serde::encode_to_vec(&one, bincode::config::standard()).unwrap()",
        "bincode::serde::decode_from_slice::<Outer, _>(&bytes, bincode::config::standard()).is_ok()",
        ["bincode", "bincode"],
    ),
    (
        "bincode 2.0.0, legacy",
        "bincode = { version = \"=2.0.0\", features = [\"serde\"] }",
        "bincode::serde::encode_to_vec(&one, bincode::config::legacy()).unwrap()",
        "bincode::serde::decode_from_slice::<Outer, _>(&bytes, bincode::config::legacy()).is_ok()",
        ["bincode1", "bincode1"],
    ),
    (
        "postcard 1.1.3",
        "postcard = { version = \"=1.1.3\", features = [\"use-std\"] }",
        "postcard::to_stdvec(&one).unwrap()",
        "postcard::from_bytes::<Outer>(&bytes).is_ok()",
        ["postcard", "postcard"],
    ),
    (
        "postcard 1.1.1",
        "postcard = { version = \"=1.1.1\", features = [\"use-std\"] }",
        "postcard::to_stdvec(&one).unwrap()",
        "postcard::from_bytes::<Outer>(&bytes).is_ok()",
        ["postcard", "postcard"],
    ),
    (
        "messagepack 1.3.1",
        "rmp-serde = \"=1.3.1\"",
        "rmp_serde::to_vec(&one).unwrap()",
        "rmp_serde::from_slice::<Outer>(&bytes).is_ok()",
        ["messagepack", "messagepack"],
    ),
    (
        "messagepack 1.3.0, named",
        "rmp-serde = \"=1.3.0\"",
        "rmp_serde::to_vec_named(&one).unwrap()",
        "rmp_serde::from_slice::<Outer>(&bytes).is_ok()",
        ["messagepack-named", "messagepack"],
    ),
    (
        "cbor 0.2.2",
        "ciborium = \"=0.2.2\"",
        "{ let mut all = Vec::new(); ciborium::into_writer(&one, &mut all).unwrap(); all }",
        "ciborium::from_reader::<Outer, _>(&bytes[..]).is_ok()",
        ["cbor", "cbor"],
    ),
    (
        "cbor 0.2.1",
        "ciborium = \"=0.2.1\"",
        "{ let mut all = Vec::new(); ciborium::into_writer(&one, &mut all).unwrap(); all }",
        "ciborium::from_reader::<Outer, _>(&bytes[..]).is_ok()",
        ["cbor", "cbor"],
    ),
    (
        "ron 0.12",
        "ron = \"0.12\"",
        "ron::to_string(&one).unwrap().into_bytes()",
        "ron::de::from_bytes::<Outer>(&bytes).is_ok()",
        ["ron", "ron"],
    ),
    (
        "ron 0.11",
        "ron = \"0.11\"",
        "ron::to_string(&one).unwrap().into_bytes()",
        "ron::de::from_bytes::<Outer>(&bytes).is_ok()",
        ["ron", "ron"],
    ),
    (
        "bitcode 0.6.9",
        "bitcode = { version = \"=0.6.9\", features = [\"serde\"] }",
        "bitcode::serialize(&one).unwrap()",
        "bitcode::deserialize::<Outer>(&bytes).is_ok()",
        ["bitcode", "bitcode"],
    ),
    (
        "bitcode 0.6.6",
        "bitcode = { version = \"=0.6.6\", features = [\"serde\"] }",
        "bitcode::serialize(&one).unwrap()",
        "bitcode::deserialize::<Outer>(&bytes).is_ok()",
        ["bitcode", "bitcode"],
    ),
];

fn main() -> ExitCode {
    if wrapper::is_wrapper() {
        let code = wrapper::run().map_err(|error| eprintln!("error: {error}")).unwrap_or(101);
        return ExitCode::from(u8::try_from(code).unwrap_or(101));
    }
    let word = std::env::args().nth(1).unwrap_or_default();
    let folder = std::env::temp_dir().join("wirecheck-lint-versions");
    let mut failed = 0;
    let mut report = |name: &str, found: Result<(), String>| match found {
        Ok(()) => println!("{name}: ok"),
        Err(error) => {
            println!("{name}: {error}");
            failed += 1;
        }
    };
    for version in SERDE.iter().filter(|version| format!("serde {version}").contains(&word)) {
        let (_, json, write, read, formats) = FORMATS[1];
        // A newer one needs the traits of a newer one.
        let json = if *version == "=1.0.100" { "serde_json = \"=1.0.40\"" } else { json };
        report(
            &format!("serde {version}"),
            look(&folder.join(format!("serde{version}")), version, json, write, read, formats),
        );
    }
    for (name, dependency, write, read, formats) in FORMATS.iter().filter(|(name, ..)| name.contains(&word)) {
        report(name, look(&folder.join(name.replace(' ', "-")), "1", dependency, write, read, *formats));
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn look(
    folder: &Path,
    serde: &str,
    dependency: &str,
    write: &str,
    read: &str,
    formats: [&str; 2],
) -> Result<(), String> {
    let manifest = format!(
        "[package]\nname = \"small\"\nversion = \"0.1.0\"\nedition = \"2018\"\n[workspace]\n[dependencies]\n\
         serde = {{ version = \"{serde}\", features = [\"derive\"] }}\nserde_derive = \"{serde}\"\n{dependency}\n"
    );
    let text = format!(
        "use serde::{{Deserialize, Serialize}};\n\
         #[derive(Serialize, Deserialize)]\nstruct Inner<T> {{ at: T }}\n\
         #[derive(Serialize, Deserialize)]\nstruct Outer {{ inner: Inner<u8>, all: Vec<String> }}\n\
         fn main() {{\n    let one = Outer {{ inner: Inner {{ at: 1 }}, all: Vec::new() }};\n    \
         let bytes: Vec<u8> = {write};\n    std::process::exit(i32::from({read}));\n}}\n"
    );
    let put = |name: &str, text: String| {
        fs::create_dir_all(folder.join("src"))
            .and_then(|()| fs::write(folder.join(name), text))
            .map_err(|error| error.to_string())
    };
    put("Cargo.toml", manifest)?;
    put("src/main.rs", text)?;
    let options = Options {
        folder: Some(folder.to_owned()),
        cargo: vec!["--bins".into()],
        is_quiet: true,
        ..Options::default()
    };
    compare(&survey(&options).map_err(|error| error.to_string())?, formats)
}

/// What has to be found in each of them.
fn compare(found: &Survey, formats: [&str; 2]) -> Result<(), String> {
    for (side, format, line) in [(Side::Serialize, formats[0], 8), (Side::Deserialize, formats[1], 9)] {
        let fields: Vec<&str> = found
            .notes("small::Outer")
            .filter(|note| note.side == side && matches!(note.kind, Kind::Derived(_)))
            .flat_map(|note| note.fields.iter().map(|field| field.type_name.as_str()))
            .collect();
        if fields != ["small::Inner<u8>", "alloc::vec::Vec<alloc::string::String>"] {
            return Err(format!("{side:?}: the fields are {fields:?}"));
        }
        let roots: Vec<String> = found
            .roots
            .iter()
            .filter(|root| root.side == side && root.package.is_member)
            .map(|root| {
                format!("{} {} {}", root.type_name, root.format.as_deref().unwrap_or("?"), root.call.line)
            })
            .collect();
        if roots != [format!("small::Outer {format} {line}")] {
            return Err(format!("{side:?}: the roots are {roots:?}"));
        }
        let inner = found
            .meetings
            .iter()
            .any(|met| met.type_name == "small::Inner<u8>" && met.side == side && met.format.is_some());
        if !inner {
            return Err(format!("{side:?}: a field was not seen to meet the format"));
        }
    }
    Ok(())
}
