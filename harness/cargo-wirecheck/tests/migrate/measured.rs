//! What is said after the program's own tests have run.

use super::vault::{Vault, measured, of};
use serde::Serialize;
use serde_json::Value;

#[path = "vault/src/model.rs"]
#[allow(unreachable_pub, reason = "in the program it is public")]
mod model;

const ALL: &str = "postcard,bincode2,bincode2-standard,wincode,bitcode,messagepack,cbor";

/// The bytes of values in each target, by the crates themselves; `old` is bincode 1.
fn sizes<T: Serialize>(
    values: &[T],
    old: fn(&T) -> Vec<u8>,
    bincode2: fn(&T) -> Vec<u8>,
) -> Vec<(&'static str, usize, usize)> {
    type Write<T> = fn(&T) -> Vec<u8>;
    let targets: [(&str, Write<T>); 7] = [
        ("postcard", |value| postcard::to_stdvec(value).unwrap()),
        ("bincode2", bincode2),
        ("bincode2-standard", |value| {
            bincode::serde::encode_to_vec(value, bincode::config::standard()).unwrap()
        }),
        ("wincode", |value| {
            <serde_wincode::SerdeCompat<&T> as wincode::Serialize>::serialize(&value).unwrap()
        }),
        ("bitcode", |value| bitcode::serialize(value).unwrap()),
        ("messagepack", |value| rmp_serde::to_vec(value).unwrap()),
        ("cbor", |value| {
            let mut bytes = Vec::new();
            ciborium::into_writer(value, &mut bytes).unwrap();
            bytes
        }),
    ];
    let of = |(name, write): &(&'static str, Write<T>)| {
        let bytes: Vec<Vec<u8>> = values.iter().map(write).collect();
        let equal = values.iter().zip(&bytes).filter(|(value, bytes)| old(value) == **bytes).count();
        (*name, bytes.iter().map(Vec::len).sum(), equal)
    };
    targets.iter().map(of).collect()
}

fn assert_measured<T: Serialize>(
    document: &Value,
    name: &str,
    values: &[T],
    old: fn(&T) -> Vec<u8>,
    bincode2: fn(&T) -> Vec<u8>,
) {
    let found = measured(document, &format!("vault::model::{name}"));
    assert_eq!(
        (found["passed"].as_u64(), found["compared"].as_u64()),
        (Some(values.len() as u64), Some(values.len() as u64)),
        "{name}"
    );
    assert_eq!(found["bytes"], values.iter().map(|value| old(value).len()).sum::<usize>(), "{name}");
    let number = |it: &Value, key: &str| usize::try_from(it[key].as_u64().unwrap()).unwrap();
    let targets = found["targets"].as_array().unwrap().iter();
    let told: Vec<_> = targets
        .map(|it| (it["target"].as_str().unwrap(), number(it, "bytes"), number(it, "equal")))
        .collect();
    assert_eq!(told, sizes(values, old, bincode2), "{name}");
    assert!(
        found["targets"].as_array().unwrap().iter().all(|it| it["failed"] == 0 && number(it, "nanos") > 0)
    );
}

/// bincode 1's functions, and the same layout of version 2.
fn assert_by_functions<T: Serialize>(document: &Value, name: &str, values: &[T]) {
    assert_measured(
        document,
        name,
        values,
        |value| bincode1::serialize(value).unwrap(),
        |value| bincode::serde::encode_to_vec(value, bincode::config::legacy()).unwrap(),
    );
}

#[test]
fn each_value_is_counted_with_its_size_in_each_format() {
    use bincode1::Options;
    use model::{Message, Token, index, note};
    let vault = Vault::new();
    let words = ["--format", "json", "--to", ALL, "--measure", "--", "cargo", "test", "--lib", "--locked"];
    let found = vault.migrate(&words);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let document = found.json();
    assert_eq!(document["measured"]["command"], "cargo test --lib --locked");
    assert_eq!(document["measured"]["processes"], 1);
    assert_by_functions(&document, "Note", &[note(3), note(200)]);
    assert_by_functions(&document, "Index", &[index(40)]);
    assert_by_functions(&document, "Token", &[Token { user: 7, secret: [1, 2, 3, 4] }]);
    assert_measured(
        &document,
        "Message",
        &[Message::Add(note(2)), Message::Remove { id: 7 }, Message::Stop],
        |value| bincode1::DefaultOptions::new().serialize(value).unwrap(),
        |value| bincode::serde::encode_to_vec(value, bincode::config::standard()).unwrap(),
    );
    assert_eq!(of(&document, "vault::model::Note")["fate"], "persisted");
    assert_eq!(vault.changes(), "", "sources, manifests and lock file stay as they are");
}

#[test]
fn a_process_that_aborts_loses_nothing() {
    let vault = Vault::new();
    vault.write("vault/.cargo/config.toml", "[env]\nVAULT_ABORTS = \"1\"\n");
    let words = [
        "migrate",
        "-q",
        "--locked",
        "--workspace",
        "--to",
        "wincode",
        "--measure",
        "--",
        "cargo",
        "test",
        "--no-fail-fast",
        "--tests",
    ];
    // A folder of a member; the package next to the workspace is found from the mirror, too.
    let found = vault.wirecheck("vault/cli", &words);
    assert_eq!(found.code, Some(3), "{}", found.stderr);
    assert!(found.stderr.ends_with("error: `cargo test --no-fail-fast --tests` ended with exit code 101; what it wrote until then is above\n"), "{}", found.stderr);
    let line = "wincode  \u{2713} proved     bytes: same, by the layout, and so were 2 of 2 values\n";
    assert!(found.stdout.contains(line), "{}", found.stdout);
    assert_eq!(vault.changes(), "?? vault/.cargo/\n");
}

#[test]
fn a_bincode_of_ones_own_is_told() {
    let vault = Vault::new();
    vault.write("own/Cargo.toml", "[package]\nname = \"bincode\"\nversion = \"1.3.3\"\nedition = \"2021\"\n\n[dependencies]\nserde = \"1\"\n");
    vault.write("own/src/lib.rs", "pub fn nothing() {}\n");
    let manifest = vault.read("vault/cli/Cargo.toml").replace(
        "vault = { path = \"..\" }",
        "bincode = { path = \"../../own\" }\nserde = { version = \"1\", features = [\"derive\"] }",
    );
    vault.write("vault/cli/Cargo.toml", &manifest);
    vault.write("vault/cli/src/main.rs", "fn main() { bincode::nothing() }\n");
    for file in ["signs", "aborts"] {
        vault.write(&format!("vault/cli/tests/{file}.rs"), "");
    }
    let found =
        vault.wirecheck("vault", &["migrate", "-q", "-p", "vault-cli", "--measure", "--", "cargo", "test"]);
    assert_eq!(found.code, Some(2), "{}", found.stderr);
    let sentence = "error: bincode 1.3.3 comes from a folder and not from crates.io, so it cannot be exchanged for one that measures; leave out `--measure`\n";
    assert!(found.stderr.ends_with(sentence), "{}", found.stderr);
}
