//! What is taken out of a text, and what stays.

use super::redact;

#[test]
fn what_belongs_to_a_run_is_taken_out() {
    for (text, shown) in [
        ("its worker (process 4711) was killed", "its worker (process [process]) was killed"),
        ("after 1.5 s, 20ms and 3 µs", "after [time], [time] and [time]"),
        ("8 bytes left over, 1.5 MiB in all", "[bytes] left over, [bytes] in all"),
        ("at /home/me/src/lib.rs:12:3", "at [path]:12:3"),
        ("`/tmp/a/b`", "`[path]`"),
    ] {
        assert_eq!(redact(text), shown);
    }
}

#[test]
fn what_belongs_to_the_values_stays() {
    for text in [
        "result 1 is 3 and should be 2",
        "at line 1 column 12",
        "x86_64, u64, 1.5",
        "and/or, a / b, //",
        "at `src/lib.rs:3`",
        "2 samples",
        "process",
        "",
    ] {
        assert_eq!(redact(text), text);
    }
}
