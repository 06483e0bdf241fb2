//! Workers end as programs do: what is written at exit, such as the profile of a coverage build, is written.

use super::krate::{alone, cargo, end, target};

#[test]
fn a_coverage_build_gets_the_profiles_of_its_workers() {
    let _alone = alone();
    let target = target("downstream-profiles");
    let instrumented = |arguments: &[&str], profiles: &str| {
        let profiles = target.join(profiles);
        let _ = std::fs::remove_dir_all(&profiles);
        let mut command = cargo(arguments, "downstream-profiles");
        command.env("RUSTFLAGS", "-C instrument-coverage");
        command.env("LLVM_PROFILE_FILE", profiles.join("%p.profraw"));
        (command, profiles)
    };
    // Build scripts and derives are instrumented as well: they are done with before what is counted.
    end(instrumented(&["test", "--test", "wirecheck", "--no-run"], "of-the-build").0).is_good();

    let trial = "tasks::square::pool::bincode";
    let (mut command, profiles) = instrumented(&["test", "--test", "wirecheck"], "of-the-run");
    command.args(["--", "--exact", trial]);
    assert_eq!(end(command).is_good().trials("ok"), [trial]);
    let sizes = std::fs::read_dir(profiles).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    let sizes: Vec<u64> = sizes.collect();
    assert!(
        sizes.len() > 1,
        "there are the program and its workers, and this many profiles: {}",
        sizes.len()
    );
    assert!(sizes.iter().all(|bytes| *bytes > 0), "{sizes:?}");
}
