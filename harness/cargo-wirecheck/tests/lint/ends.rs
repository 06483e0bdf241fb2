//! How the command ends: each exit code, comments, the baseline.

use super::shop::Shop;

/// Takes everything out that breaks.
fn mend(shop: &Shop) {
    shop.replace("src/model.rs", "    #[serde(flatten)]\n", "");
    mend_the_rest(shop);
}

fn mend_the_rest(shop: &Shop) {
    shop.replace(
        "src/model.rs",
        "    // wirecheck: allow(WC0014) = \"the port is never left out in a file\"\n",
        "",
    );
    shop.replace("src/model.rs", "    #[serde(default, skip_serializing_if = \"is_odd\")]\n", "");
    shop.replace("src/model.rs", "fn is_odd(", "pub fn is_odd(");
}

#[test]
fn nothing_found_is_success() {
    let shop = Shop::new();
    mend(&shop);
    let ended = shop.lint(&["--verbose"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("4 types in 2 formats: no findings, 0 unproven, 0 unseen\n"),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stderr.contains("\naccepted  shop::model::State in bincode1 (proved)\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn arguments_that_make_no_sense_are_told_before_anything_is_built() {
    let shop = Shop::new();
    let cases = [
        (
            &["--formats", "bincode,yaml"][..],
            "error: there is no format `yaml`; `--formats auto` takes those that are met",
        ),
        (&["--update-baseline"], "--baseline <FILE>"),
        (&["--format", "xml"], "[possible values: human, short, json, sarif, github, junit]"),
        (&["--profile", "release"], "unexpected argument '--profile'"),
    ];
    for (words, message) in cases {
        let ended = shop.lint(words);
        assert_eq!(ended.code, Some(2), "{words:?}");
        assert!(ended.stderr.contains(message), "{words:?}: {}", ended.stderr);
        assert!(
            !ended.stderr.contains("Compiling") && !ended.stderr.contains("Finished"),
            "{}",
            ended.stderr
        );
    }
}

#[test]
fn a_program_that_does_not_build_shows_the_errors_of_cargo() {
    let shop = Shop::new();
    shop.replace("src/main.rs", "port: 80", "port: \"80\"");
    let ended = shop.lint(&[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""));
    assert!(ended.stderr.contains("error[E0308]"), "{}", ended.stderr);
    assert!(
        ended.stderr.ends_with("error: the workspace does not build; cargo's errors are above\n"),
        "{}",
        ended.stderr
    );
    let nowhere = shop.lint(&["--manifest-path", "nowhere/Cargo.toml"]);
    assert_eq!(nowhere.code, Some(3));
    assert!(nowhere.stderr.starts_with("error: cargo cannot read the workspace: "), "{}", nowhere.stderr);
}

#[test]
fn a_comment_without_reason_or_effect_is_a_finding() {
    let shop = Shop::new();
    let reason = " = \"the port is never left out in a file\"";
    shop.replace("src/model.rs", reason, "");
    let ended = shop.lint(&["--format", "short", "-q"]);
    assert!(
        ended
            .stdout
            .contains("src/model.rs:19:5: error[WL0001]: this comment allows nothing: it has no reason"),
        "{}",
        ended.stdout
    );
    assert!(ended.stdout.contains("[WC0014]"), "and hides nothing: {}", ended.stdout);

    shop.replace("src/model.rs", "allow(WC0014)", &format!("allow(WC0005){reason}"));
    let ended = shop.lint(&["--format", "short", "-q"]);
    assert!(
        ended.stdout.contains("[WL0001]: this comment allows nothing: nothing breaks WC0005 at line 20"),
        "{}",
        ended.stdout
    );

    // The help of each finding leads to its page.
    for code in ["WL0001", "allow-without-effect"] {
        let page = shop.wirecheck(&["explain", code]);
        assert!(page.stdout.starts_with("## WL0001 `allow-without-effect`\n"), "{}", page.stdout);
    }
}

#[test]
fn a_baseline_hides_what_is_known_and_goes_stale() {
    let shop = Shop::new();
    let missing = shop.lint(&["-q", "--baseline", "lint.json"]);
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.stderr.contains("there is no baseline `lint.json`; add `--update-baseline` to write it"),
        "{}",
        missing.stderr
    );

    let written = shop.lint(&["-q", "--baseline", "lint.json", "--update-baseline"]);
    assert_eq!((written.code, written.stderr.as_str()), (Some(0), "lint.json knows 3 findings now\n"));
    let text = shop.read("lint.json");
    assert!(!text.contains("13"), "no line numbers: {text}");
    let known = shop.lint(&["-q", "--baseline", "lint.json"]);
    assert_eq!((known.code, known.stdout.as_str()), (Some(0), ""), "{}", known.stderr);
    assert!(
        known.stderr.contains("no findings, 1 allowed by a comment, 3 known to the baseline"),
        "{}",
        known.stderr
    );
    assert_eq!(shop.changes(), "?? lint.json\n");

    // Other lines, and a finding that is new.
    shop.replace("src/model.rs", "use std", "// A comment.\n\nuse std");
    shop.replace("src/model.rs", "    pub name: String,", "    #[serde(skip)]\n    pub name: String,");
    let new = shop.lint(&["-q", "--baseline", "lint.json", "--format", "short"]);
    assert_eq!(new.code, Some(1));
    assert_eq!(new.stdout.lines().count(), 1, "{}", new.stdout);
    assert!(new.stdout.starts_with("src/model.rs:14:13: "), "{}", new.stdout);

    shop.replace("src/model.rs", "    #[serde(skip)]\n", "");
    shop.replace("src/model.rs", "    #[serde(flatten)]\n", "");
    let stale = shop.lint(&["-q", "--baseline", "lint.json"]);
    assert_eq!((stale.code, stale.stdout.as_str()), (Some(4), ""), "{}", stale.stderr);
    let line = "stale: nothing breaks WC0040 `shop::model::Config` at `flatten` in bincode1 any more; `--update-baseline` takes it out\n";
    assert!(stale.stderr.contains(line), "{}", stale.stderr);
    let renewed = shop.lint(&["-q", "--baseline", "lint.json", "--update-baseline"]);
    assert_eq!(renewed.stderr, "lint.json knows 1 finding now\n");
    assert_eq!(shop.lint(&["-q", "--baseline", "lint.json"]).code, Some(0));

    // A run about a part leaves the rest of the file alone.
    let part = ["-q", "--bins", "--baseline", "lint.json"];
    mend_the_rest(&shop);
    assert_eq!(shop.lint(&part).code, Some(0));
    let other = shop.lint(&[&part[..], &["--update-baseline"]].concat());
    let line = "error: the baseline `lint.json` is of everything, and this run of `--bins`; give the same arguments, or another file\n";
    assert_eq!((other.code, other.stderr.as_str()), (Some(2), line));
    assert_eq!(shop.lint(&["-q", "--baseline", "lint.json"]).code, Some(4));

    shop.write("lint.json", "no baseline");
    let broken = shop.lint(&["-q", "--baseline", "lint.json"]);
    assert_eq!(broken.code, Some(2));
    assert!(broken.stderr.contains("error: `lint.json`: it is not a baseline: "), "{}", broken.stderr);
}

#[test]
fn the_help_tells_the_exit_codes() {
    let shop = Shop::new();
    let help = shop.wirecheck(&["lint", "--help"]).stdout;
    for line in [
        "  0  nothing was found\n",
        "  1  something was found\n",
        "  3  the program does not build",
        "  4  the baseline knows findings that are gone",
    ] {
        assert!(help.contains(line), "{line}\n{help}");
    }
    assert!(help.contains("Usage: cargo wirecheck lint [OPTIONS]"), "{help}");
}
