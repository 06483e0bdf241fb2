//! What is said without running anything.

use super::vault::{Vault, of};
use serde_json::Value;

fn plans(one: &Value) -> Vec<String> {
    let all = one["plans"].as_array().unwrap().iter();
    all.map(|plan| {
        let targets: Vec<&str> =
            plan["targets"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        format!("{}: {}", plan["kind"].as_str().unwrap(), targets.join(" "))
    })
    .collect()
}

#[test]
fn each_type_has_its_calls_a_fate_and_a_plan() {
    let vault = Vault::new();
    let found = vault.migrate(&["--format", "json", "--to", "postcard,bincode2,wincode,cbor", "--lib"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let document = found.json();
    let names = ["Index", "Message", "Note", "Token"].map(|name| format!("vault::model::{name}"));
    assert_eq!(document["types"].as_array().unwrap().len(), names.len());

    let [index, message, note, token] = names.each_ref().map(|name| of(&document, name));
    assert_eq!(
        [index, message, note, token].map(|one| one["fate"].as_str().unwrap()),
        ["persisted", "ask", "persisted", "ask"]
    );
    let kept = ["keep-bytes: bincode2 wincode", "two-readers: postcard cbor", "drop-old: postcard cbor"];
    assert_eq!(plans(index), kept);
    assert_eq!(plans(note), kept);
    assert_eq!(
        plans(message)[0],
        "keep-bytes: bincode2",
        "it has three layouts, and wincode's default is one"
    );
    assert_eq!(plans(token).len(), 4, "nothing tells where its bytes go: {:?}", plans(token));

    let calls = note["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 2);
    let lib = vault.read("vault/src/lib.rs");
    for (call, function) in calls.iter().zip(["serialize_into", "deserialize_from"]) {
        assert_eq!(call["function"], format!("bincode::{function}"));
        let line = usize::try_from(call["line"].as_u64().unwrap()).unwrap();
        assert!(lib.lines().nth(line - 1).unwrap().contains(&format!("bincode::{function}(")), "{call}");
        assert!(call["why"].as_str().unwrap().contains("std::fs::File"), "{call}");
    }
    let options =
        message["calls"].as_array().unwrap().iter().find(|call| call["side"] == "Deserialize").unwrap();
    assert_eq!(options["setup"]["endian"], "big");
    assert_eq!(
        options["keys"],
        serde_json::json!(["deserialize", "limit", "trailing", "integers", "endian"])
    );

    let rows = document["counterparts"].as_array().unwrap();
    let row = rows.iter().find(|row| row["key"] == "deserialize_from").unwrap();
    let of_postcard =
        row["counterparts"].as_array().unwrap().iter().find(|it| it["target"] == "postcard").unwrap();
    assert_eq!(of_postcard["code"], "postcard::from_io::<T, _>((&mut reader, &mut scratch))");
    assert_eq!(document["measured"], Value::Null);
    assert_eq!(vault.changes(), "", "nothing of the program changes");
}

#[test]
fn the_report_is_a_page_markdown_and_json() {
    let vault = Vault::new();
    let found = vault.migrate(&["--lib", "--report", "out", "--format", "markdown"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(found.stderr.ends_with("4 types in 9 calls of bincode, 0 unseen\n"), "{}", found.stderr);
    assert_eq!(found.stdout, vault.read("vault/out/migrate.md"));
    assert!(found.stdout.contains("| `vault::model::Note` | persisted |"), "{}", found.stdout);
    let page = vault.read("vault/out/migrate.html");
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("<th scope=\"row\">vault::model::Note</th>")
    );
    for word in ["src=", "@import", "url("] {
        assert!(!page.contains(word), "it loads nothing: {word}");
    }
    let json: Value = serde_json::from_str(&vault.read("vault/out/migrate.json")).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(vault.changes(), "?? vault/out/\n");
}

#[test]
fn arguments_that_make_no_sense_are_told_before_anything_is_built() {
    let vault = Vault::new();
    for (words, message) in [
        (
            &["--to", "yaml"][..],
            "error: nothing is known of a move to `yaml`; name some of postcard, bincode2,",
        ),
        (&["--from", "json"], "[possible values: bincode]"),
        (&["--measure"], "<COMMAND>"),
    ] {
        let ended = vault.migrate(words);
        assert_eq!(ended.code, Some(2), "{words:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{words:?}: {}", ended.stderr);
    }
}
