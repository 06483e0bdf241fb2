//! A run compared with an earlier one.

use super::*;

/// The times of a report, each multiplied by the same factor.
fn stretched(timing: &str, times: f64) -> String {
    let is_time = |line: &&str| line.contains("speed_up: ");
    let mut lines: Vec<String> = Vec::new();
    for line in timing.lines() {
        let Some(_) = Some(line).filter(is_time) else {
            lines.push(line.to_owned());
            continue;
        };
        let fields = line.split(", ").map(|field| match field.split_once(": ") {
            Some((name @ ("wall" | "low" | "high"), value)) => {
                format!("{name}: {}", value.parse::<f64>().unwrap() * times)
            }
            _ => field.to_owned(),
        });
        lines.push(fields.collect::<Vec<_>>().join(", "));
    }
    lines.join("\n")
}

#[test]
fn what_got_slower_than_the_baseline_ends_in_4() {
    let directory = directory();
    let args = ["--only", "right::pool", "--runs", "3"];
    assert_eq!(run(directory.path(), &args).code, 0);
    let timing = fs::read_to_string(directory.path().join("timing.ron")).unwrap();
    let baseline = directory.path().join("before.ron");
    let compared = |text: &str| {
        fs::write(&baseline, text).unwrap();
        run(directory.path(), &[&args[..], &["--baseline", baseline.to_str().unwrap()]].concat())
    };
    // Whatever the machine does meanwhile, it is not a thousand times as slow or as fast.
    let Run { code, out, .. } = compared(&stretched(&timing, 0.001));
    assert!(out.contains("slower: right::pool::bincode takes "), "{out}");
    assert_eq!(code, 4, "{out}");
    let Run { code, out, .. } = compared(&stretched(&timing, 1000.0));
    assert!(out.contains("faster: right::pool::bincode takes "), "{out}");
    assert_eq!(code, 0, "{out}");

    let Run { code, err, .. } = compared(&timing.replace("schema: 4", "schema: 99"));
    assert!(err.contains("has schema 99, and wirecheck"), "{err}");
    assert_eq!(code, 3);
    let Run { code, err, .. } = run(directory.path(), &["--baseline", "/no/such/file"]);
    assert_eq!((code, err.as_str()), (3, "error: the baseline /no/such/file does not exist\n"));
}

/// Files of earlier versions are baselines, too.
#[test]
fn a_baseline_of_an_earlier_schema_is_read() {
    let directory = directory();
    let args = ["--only", "right::pool", "--runs", "3"];
    assert_eq!(run(directory.path(), &args).code, 0);
    let timing = fs::read_to_string(directory.path().join("timing.ron")).unwrap();
    let baseline = directory.path().join("before.ron");
    let (cells, _) = timing.split_once("    sections: [").unwrap();
    for schema in [1, 2, 3] {
        // As it was written: the scale had another name, there were no intervals, and other sections.
        let old =
            cells.replace("schema: 4", &format!("schema: {schema}")).replace("scale: quick", "scale: small");
        let fields = old.split(", ").filter(|field| !field.starts_with("speed_up_"));
        let old =
            fields.collect::<Vec<_>>().join(", ") + "    sweep: [],\n    advice: None,\n    mix: [],\n)\n";
        assert_ne!(old, timing);
        fs::write(&baseline, stretched(&old, 1000.0)).unwrap();
        let Run { code, out, err } =
            run(directory.path(), &[&args[..], &["--baseline", baseline.to_str().unwrap()]].concat());
        assert!(out.contains("faster: right::pool::bincode takes "), "schema {schema}: {out}{err}");
        assert_eq!(code, 0, "schema {schema}: {out}{err}");
    }
}
