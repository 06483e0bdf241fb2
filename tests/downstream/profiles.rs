//! Workers end as programs do: what is written at exit, such as the profile of a coverage build, is written.

use super::krate::{alone, cargo, end, target};

#[test]
fn a_coverage_build_gets_the_profiles_of_its_workers() {
    let _alone = alone();
    // The program alone is instrumented, so that its dependencies are those of the other tests.
    let mut build = cargo(
        &["rustc", "--test", "plain", "--features", "broken", "--message-format", "json"],
        "downstream",
    );
    build.args(["--", "-C", "instrument-coverage"]);
    let built = end(build);
    let messages = &built.is_good().stdout;
    let program = messages.split('"').rfind(|part| part.contains("/deps/plain-")).expect("a program");

    let profiles = target("downstream-profiles");
    let _ = std::fs::remove_dir_all(&profiles);
    let trial = "tasks::square::pool::bincode";
    let mut run = std::process::Command::new(program);
    run.args(["--exact", trial]).env("LLVM_PROFILE_FILE", profiles.join("%p.profraw"));
    assert_eq!(end(run).is_good().trials("ok"), [trial]);
    let sizes = std::fs::read_dir(profiles).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    let sizes: Vec<u64> = sizes.collect();
    assert!(
        sizes.len() > 1,
        "there are the program and its workers, and this many profiles: {}",
        sizes.len()
    );
    assert!(sizes.iter().all(|bytes| *bytes > 0), "{sizes:?}");
}
