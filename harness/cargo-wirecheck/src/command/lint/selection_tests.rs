use super::Selection;
use clap::Parser;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    selection: Selection,
}

fn words(line: &str) -> String {
    let line = Line::try_parse_from(std::iter::once("x").chain(line.split_whitespace())).unwrap();
    line.selection.words().join(" ".as_ref()).into_string().unwrap()
}

#[test]
fn every_argument_is_passed_on() {
    let all = "--workspace --all-targets --lib --bins --tests --examples --benches --all-features --no-default-features \
               --locked --offline --frozen --package a --package b --exclude c --bin d --test e --example f --bench g \
               --features h --target i --jobs 2 --manifest-path j/Cargo.toml";
    assert_eq!(words(all), all);
    assert_eq!(words(""), "");
    assert_eq!(words("-p a -F b,c -j 1"), "--package a --features b,c --jobs 1");
    assert_eq!(words("--quiet"), "", "it is told to the survey, not to cargo");
}

#[test]
fn arguments_that_need_others_say_so() {
    let line = |words: &[&str]| Line::try_parse_from(std::iter::once(&"x").chain(words));
    assert!(line(&["--exclude", "a"]).unwrap_err().to_string().contains("--workspace"));
    assert!(line(&["--profile", "release"]).is_err(), "the survey has a profile of its own");
}
