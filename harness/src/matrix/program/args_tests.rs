//! What is taken, and that all the rest is left as it was.

use super::{Taken, take};
use std::ffi::OsString;
use std::path::Path;

fn taken(args: &[&str]) -> Result<Taken, String> {
    take(args.iter().map(OsString::from))
}

#[test]
fn both_forms_of_an_option_are_taken() {
    for args in [
        &["t", "--junit", "a.xml", "--report", "d", "pool"][..],
        &["t", "--junit=a.xml", "pool", "--report=d"],
    ] {
        let taken = taken(args).unwrap();
        assert_eq!(taken.junit.as_deref(), Some(Path::new("a.xml")));
        assert_eq!(taken.report.as_deref(), Some(Path::new("d")));
        assert_eq!(taken.rest, ["t", "pool"]);
    }
}

#[test]
fn the_arguments_of_libtest_are_left() {
    let args = ["t", "--exact", "a::b", "--nocapture", "--test-threads=1", "--format", "terse", "--list"];
    assert_eq!(taken(&args).unwrap().rest, args);
    assert_eq!(taken(&["t", "--no-capture"]).unwrap().rest, ["t", "--nocapture"]);
}

#[test]
fn an_option_without_its_value_says_what_is_missing() {
    let error = taken(&["t", "--junit"]).unwrap_err();
    assert_eq!(error, "--junit needs a file: `--junit target/junit.xml`");
    assert!(taken(&["t", "--report="]).unwrap_err().starts_with("--report needs a folder"));
}
