//! What a trial says where something is not as it is stated: what is wrong, and what to do.

use super::krate::{Ended, alone, folder, program};

fn broken(trial: &str) -> Ended {
    let ended = program("broken", &["--exact", trial]);
    assert_eq!(ended.has_code(101).trials("FAILED"), [trial], "{}", ended.stdout);
    ended
}

#[test]
fn a_refusal_that_is_none_any_more() {
    let _alone = alone();
    broken("types::Point::bincode")
        .says("`Point in Bincode` is listed under `refused`, and the compiler accepts it: delete it there");
    broken("types::Point::json")
        .says("`Point in Json` is listed under `errors`, and every sample is encoded");
    broken("tasks::halved::pool::json")
        .says("`halved errors in [Json]` is stated, and every value is encoded");
    broken("tasks::squares::pool::bincode")
        .says("the compiler accepts `squares` in `Bincode`, and its row leaves it out: add `Bincode` to `squares in [..]`");
}

#[test]
fn a_refusal_that_is_not_listed() {
    let _alone = alone();
    broken("types::Config::bincode")
        .says(
            "the compiler refuses `Config in Bincode`; encoded anyway, sample 0, alone, cannot be encoded: ",
        )
        .says("or list `Config in Bincode` under `refused`");
    broken("types::Deadly::json")
        .says("the compiler refuses `Deadly in Json`; encoded anyway, it ends its process by SIGABRT: change the type");
    broken("types::Reading::json")
        .says("a sample of `Reading in Json` cannot be encoded: inf has no place in this format")
        .says("or list `Reading in Json` under `errors`");
    broken("tasks::memory::pool::bincode")
        .says("the compiler refuses to send `memory` in `Bincode`: leave it out");
}

#[test]
fn values_that_are_not_as_they_were() {
    let _alone = alone();
    broken("types::Careless::bincode")
        .says("the compiler accepts `Careless in Bincode`, and a sample does not come back as it was: wrong: result 0 is Careless { lost: 0 }");
    broken("types::String::json").says("`String in Json` has no samples");
    broken("tasks::square::pool::json")
        .says("`square` does not return what it should: wrong: result 1 is 9 and should be 10");
    broken("own::panics").says("it panicked: in a trial of one's own");
}

#[test]
fn what_has_no_row_and_what_has_no_cell() {
    let _alone = alone();
    broken("coverage")
        .says("`Grid` derives `Sendable` and has no row: add it to `types`, or to `except`")
        .says("the task `downstream::half` is sent by this program and has no row: add it to `tasks`, or to `except`")
        .says("a closure in `downstream::halves` is sent by this program, and a closure of another crate can have no row")
        .says("`Gone` is listed under `except`, and it has a row or does not exist any more: delete it there")
        .says("`Vec<u8> in Json` is listed under `refused` and has no row")
        .says("tests/snapshots/wirecheck/tasks-cube-pool-ron.snap: delete it");
}

#[test]
fn a_snapshot_that_is_missing_or_says_something_else() {
    let _alone = alone();
    broken("types::u64::bincode").says("it has no snapshot yet (`types-u64-bincode`)");
    let proposed = folder().join("tests/snapshots/wirecheck/types-u64-bincode.snap.new");
    assert!(!proposed.exists(), "nothing is written where `CI` is set");
    broken("types::Config::json").says(
        "it does not end as in its snapshot (`types-Config-json`): look at it with `cargo insta review`",
    );
}
