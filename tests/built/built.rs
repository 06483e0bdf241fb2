//! What `cargo check` does not reach: cases that are built, and run where they pass.
//! `TRYBUILD=overwrite cargo test -p wirecheck-tests-built` writes the words of the refusals down anew.

#[test]
fn what_is_built() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("refused/*.rs");
    // These make trybuild build, and run what it built.
    cases.pass("pass/*.rs");
}
