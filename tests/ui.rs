//! What is refused, and in which words. `TRYBUILD=overwrite cargo test -p wirecheck-tests --test ui` writes the words down anew.

#[test]
fn refusals() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    // Refused when code is generated, which `cargo check` does not reach. The cases that must pass make trybuild build,
    // and run what it built.
    cases.compile_fail("ui/build/*.rs");
    cases.pass("ui/pass/*.rs");
}
