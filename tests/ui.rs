//! What is refused, and in which words. `TRYBUILD=overwrite cargo test -p wirecheck-tests --test ui` writes the words down anew.

/// No case is built, so that trybuild checks them all at once; those that have to be are in `built/`.
#[test]
fn refusals() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
