//! Arguments, exit codes, what is said.

use super::*;

#[test]
fn there_is_no_colour_off_a_terminal() {
    let directory = directory();
    for (name, value) in [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1"), ("TERM", "xterm-256color")] {
        let mut command = program();
        command.env(name, value).args(["--only", "wrong", "--out"]).arg(directory.path());
        let output = finish(&mut command);
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{name}");
    }
}

#[test]
fn a_wrong_cell_ends_in_1_and_is_named_even_when_quiet() {
    let directory = directory();
    let Run { code, out, err } =
        run(directory.path(), &["--only", "wrong::pool", "--only", "panics::inline", "--quiet"]);
    assert_eq!((code, out.as_str()), (1, ""));
    let lines: Vec<_> = err.lines().collect();
    assert_eq!(
        lines[0],
        "error: wrong::pool::bincode should end in pass, wrong: result 2 is 5 and should be 4"
    );
    assert!(lines[1].starts_with("error: panics::inline::memory should end in pass, failed: "), "{err}");
    assert!(lines[1].ends_with("no more"), "{err}");
    let markdown = fs::read_to_string(directory.path().join("compat.md")).unwrap();
    assert!(markdown.contains("2 of 2 cells do not end as expected"), "{markdown}");
}

#[test]
fn bad_usage_ends_in_2_and_says_what_is_there() {
    let directory = directory();
    let cases: [(&[&str], &[&str]); 7] = [
        (&["--scale", "huge"], &["possible values: quick, full"]),
        (&["--workers", "0"], &["0 workers cannot run anything"]),
        (&["--workers", "many"], &["available, logical, physical"]),
        (
            &["--only", "rigth"],
            &[
                "workloads and measurements: right, wrong,",
                "stuck, scaling, transfer_sweep",
                "did you mean `right`?",
            ],
        ),
        (&["--only", ""], &["is in no cell's name"]),
        (&["--format", "bincod"], &["formats: bincode, ron", "did you mean `bincode`?"]),
        (&["--only", "pool::ron", "--format", "bincode"], &["leave one of them out"]),
    ];
    for (args, parts) in cases {
        // The scale of `program` would come twice.
        let output = finish(
            Command::new(env!("CARGO_BIN_EXE_all_outcomes")).args(args).arg("--out").arg(directory.path()),
        );
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(output.stdout.is_empty(), "{args:?}");
        for part in parts {
            assert!(err.contains(part), "{args:?} should say {part:?}:\n{err}");
        }
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn list_prints_names_and_runs_nothing() {
    let directory = directory();
    let Run { code, out, err } = run(directory.path(), &["--list", "--only", "right", "--format", "ron"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "right::inline::memory\nright::thread::memory\nright::spawn::ron\nright::pool::ron\n");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    let help = run(directory.path(), &["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("Exit codes:"), "{}", help.out);
}

/// What a first user runs must end within a minute, and say how to get the rest.
#[test]
fn the_quick_scale_is_the_default_and_names_the_other() {
    let directory = directory();
    let mut command = Command::new(env!("CARGO_BIN_EXE_all_outcomes"));
    let output = finish(command.args(["--only", "right::inline", "--out"]).arg(directory.path()));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.contains("\nquick scale: ") && out.contains("`--scale full` (10 minutes) gives figures"),
        "{out}"
    );
    let timing = Timing::read(&directory.path().join("timing.ron")).unwrap().unwrap();
    assert_eq!(timing.scale, Scale::Quick);
    // The name that it had in earlier versions is understood.
    let output =
        finish(Command::new(env!("CARGO_BIN_EXE_all_outcomes")).args(["--scale", "small", "--list"]));
    assert_eq!(output.status.code(), Some(0));
    let help =
        String::from_utf8(finish(Command::new(env!("CARGO_BIN_EXE_all_outcomes")).arg("--help")).stdout)
            .unwrap();
    assert!(help.contains("[default: quick]"), "{help}");
}

#[test]
fn workers_can_be_negative() {
    let output = finish(Command::new(env!("CARGO_BIN_EXE_all_outcomes")).args(["--workers", "-1", "--list"]));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn other_libraries_are_for_programs_that_have_some() {
    let Run { code, err, .. } = run(directory().path(), &["--peers"]);
    assert_eq!(code, 2);
    assert!(err.contains("has no other libraries to compare with"), "{err}");
}

#[test]
fn verbose_prints_a_line_a_task() {
    let directory = directory();
    let Run { code, err, .. } = run(directory.path(), &["--only", "right::pool::bincode", "--verbose"]);
    assert_eq!(code, 0);
    let lines: Vec<_> = err.lines().collect();
    assert_eq!(lines.len(), 4, "{err}");
    assert!(
        lines[0].starts_with("[right::pool::bincode(workers=2)]: Done   1 out of   4 | elapsed: "),
        "{err}"
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let directory = directory();
    let mut child = program()
        .args(["--only", "right", "--out"])
        .arg(directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let status = wait(&mut child);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((status.code(), err.as_str()), (Some(0), ""));
    assert_eq!(compat(directory.path()).cells.len(), 6);
}
