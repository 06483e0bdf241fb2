//! What is refused, and in which words. `TRYBUILD=overwrite cargo test --test ui` writes the words down anew.

#[test]
fn refusals() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}

/// Some refusals come when code is generated, which `cargo check` does not reach. A case that must pass makes
/// trybuild build, and run what it built.
#[test]
fn refusals_at_build() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/build/*.rs");
}
