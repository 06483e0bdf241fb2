//! Each output format.

use super::shop::Shop;
use serde_json::Value;

#[test]
fn each_format_tells_the_same_findings() {
    let shop = Shop::new();
    let codes = ["WC0015", "WC0040", "WC0041"];

    let human = shop.lint(&[]);
    assert_eq!(human.code, Some(1), "{}", human.stderr);
    for part in [
        "error[WC0040]: bincode1 is not a self-describing wire format\n  --> src/model.rs:13:13\n",
        "13 |     #[serde(flatten)]\n   |             ^^^^^^^ breaks `shop::model::Config` in `bincode1`\n",
        "::: src/main.rs:8:17\n",
        "|                 ------------------ `shop::model::State` meets `bincode1` here",
        "= note: path: `shop::model::State` has `config` -> `shop::model::Config`\n",
        "= note: why: ",
        "= help: `cargo wirecheck explain WC0040` has an example, and what to write instead\n",
    ] {
        assert!(human.stdout.contains(part), "{part}\n{}", human.stdout);
    }
    assert!(human.stderr.contains("Finished"), "cargo's own progress is shown: {}", human.stderr);
    let count = "4 types in 2 formats: 3 findings, 1 allowed by a comment, 0 unproven, 0 unseen\n";
    assert!(human.stderr.ends_with(count), "{}", human.stderr);

    let short = shop.lint(&["--format", "short", "--quiet"]);
    assert_eq!((short.code, short.stderr.as_str()), (Some(1), count));
    let lines: Vec<&str> = short.stdout.lines().collect();
    assert_eq!(lines.len(), codes.len(), "{}", short.stdout);
    assert!(
        lines[1].starts_with("src/model.rs:13:13: error[WC0040] in bincode1: shop::model::Config: "),
        "{lines:?}"
    );

    let json = shop.lint(&["--format", "json", "-q"]);
    let value: Value = serde_json::from_str(&json.stdout).unwrap();
    let findings = value["findings"].as_array().unwrap();
    assert_eq!(findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect::<Vec<_>>(), codes);
    assert_eq!(findings[2]["extent"]["line"], 20);
    assert_eq!(findings[2]["calls"][0]["function"], "bincode::serialize");

    let sarif = shop.lint(&["--format", "sarif", "-q"]);
    let value: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect::<Vec<_>>(), codes);
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "src/model.rs");

    let github = shop.lint(&["--format", "github", "-q"]);
    assert_eq!(github.stdout.lines().count(), codes.len());
    let begin =
        "::error file=src/model.rs,line=13,col=13,endLine=13,endColumn=19,title=WC0015 flatten-overlap::";
    assert!(github.stdout.starts_with(begin), "{}", github.stdout);

    let junit = shop.lint(&["--format", "junit", "-q"]);
    assert_eq!(junit.code, Some(1));
    assert!(junit.stdout.contains("tests=\"4\" skipped=\"0\" failures=\"3\""), "{}", junit.stdout);

    assert_eq!(shop.changes(), "", "nothing of the program changes");
}

#[test]
fn a_type_that_only_json_meets_is_asked_about_json() {
    let shop = Shop::new();
    let auto = shop.lint(&["--format", "short", "-q"]);
    assert!(!auto.stdout.contains("Reply"), "{}", auto.stdout);
    let what_if = shop.lint(&["--format", "short", "-q", "--formats", "bincode,postcard"]);
    assert_eq!(what_if.code, Some(1));
    let line = "src/model.rs:30:9: error[WC0040] in bincode, postcard: shop::model::Reply: ";
    assert!(what_if.stdout.contains(line), "{}", what_if.stdout);
}

#[test]
fn types_are_a_table_json_and_a_page() {
    let shop = Shop::new();
    let table = shop.wirecheck(&["types", "-q", "--html", "types.html"]);
    assert_eq!(table.code, Some(0), "it says what there is: {}", table.stderr);
    let lines: Vec<&str> = table.stdout.lines().collect();
    assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>(), ["type", "bincode1", "json"]);
    assert!(
        lines.iter().any(|line| line.starts_with("shop::model::Reply") && line.contains("\u{2713} proved")),
        "{lines:?}"
    );
    assert_eq!(shop.changes(), "?? types.html\n");
    assert!(shop.read("types.html").starts_with("<!DOCTYPE html>"));

    let json = shop.wirecheck(&["types", "-q", "--format", "json"]);
    let value: Value = serde_json::from_str(&json.stdout).unwrap();
    let cells = value["types"].as_array().unwrap();
    let of = |name: &str| cells.iter().find(|cell| cell["type_name"] == name).unwrap();
    assert_eq!(of("shop::model::Reply")["outcome"], "accepted");
    assert_eq!(of("shop::model::Reply")["evidence"], "proved");
    assert_eq!(of("shop::model::State")["outcome"], "refused");
    assert_eq!(of("shop::model::State")["is_called"], true);
}
