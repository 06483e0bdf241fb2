use super::arguments::{Arguments, Product};

fn arguments(text: &str) -> Arguments {
    Arguments::new(text.split(' ').map(Into::into).collect())
}

#[test]
fn executables_are_not_linked() {
    let bin = "rustc --crate-name app src/main.rs --crate-type bin --emit=dep-info,link -C opt-level=3 -C extra-filename=-1f --out-dir t";
    let found = arguments(bin);
    assert_eq!(
        (found.product, found.key().as_str(), found.is_foreign),
        (Product::Executable, "app-1f", false)
    );
    let changed: Vec<String> =
        found.changed().iter().map(|word| word.to_string_lossy().into_owned()).collect();
    assert!(changed.contains(&"--emit=dep-info,obj".to_owned()), "{changed:?}");
    let level = |word: &str| changed.iter().position(|found| found == word).unwrap();
    assert!(level("-Copt-level=0") > level("opt-level=3"), "the last one counts: {changed:?}");
    let test = arguments("rustc --crate-name app src/lib.rs --test --emit=dep-info,link --out-dir t");
    assert_eq!(test.product, Product::Executable);
}

#[test]
fn what_stands_for_an_executable_has_its_name() {
    let suffix = |target: &str| arguments(&format!("rustc --crate-name app --target {target}")).suffix();
    assert_eq!(suffix("wasm32-wasip1"), ".wasm");
    assert_eq!(suffix("x86_64-pc-windows-msvc"), ".exe");
    assert_eq!(suffix("aarch64-apple-darwin"), "");
}

#[test]
fn what_runs_while_others_are_compiled_is_left_alone() {
    for text in [
        "rustc - --crate-name ___ --print=file-names --crate-type bin",
        "rustc --crate-name build_script_build build.rs --crate-type bin --emit=dep-info,link",
        "rustc --crate-name other_derive src/lib.rs --crate-type proc-macro --emit=dep-info,link",
        "rustc --crate-name app src/lib.rs --crate-type lib --emit=dep-info,metadata",
    ] {
        let found = arguments(text);
        assert_eq!(found.product, Product::Host, "{text}");
        assert_eq!(found.changed(), found.all, "{text}");
    }
}

#[test]
fn crates_of_others_have_no_lines() {
    let found = arguments(
        "rustc --crate-name serde src/lib.rs --crate-type lib --emit=dep-info,metadata,link --cap-lints allow",
    );
    assert!(found.is_foreign && found.product == Product::Library);
    let changed = found.changed();
    assert!(changed.iter().any(|word| word == "-Cdebuginfo=0"));
    assert!(
        !changed.iter().any(|word| word == "--cap-lints=allow"),
        "the compiler takes it only once: {changed:?}"
    );
}

#[test]
fn lints_that_the_user_caps_are_no_sign_of_others() {
    for flag in ["--cap-lints=allow", "--cap-lints=warn", "--cap-lints warn"] {
        let found =
            arguments(&format!("rustc --crate-name app src/main.rs --crate-type bin --emit=link {flag}"));
        assert!(!found.is_foreign, "{flag}");
        let changed = found.changed();
        assert!(changed.iter().any(|word| word == "-Cdebuginfo=line-tables-only"), "{flag}");
        let caps = changed.iter().filter(|word| word.to_string_lossy().starts_with("--cap-lints"));
        assert_eq!(caps.count(), 1, "{flag}");
    }
}
