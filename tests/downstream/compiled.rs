//! What the compiler says where a matrix is written wrongly.

use super::krate::{alone, cargo, end};

#[test]
fn every_wrong_word_is_told_what_is_expected() {
    let _alone = alone();
    let ended = end(cargo(&["check", "--test", "words", "--features", "words"], "downstream"));
    ended.has_code(101);
    for words in [
        "`kinds` is no part of a matrix: expected `types`, `refused`, `errors`, `tasks`, `formats`",
        "`formats` is missing: name the formats to try",
        "expected parts such as `types: [Point],` and `formats: [Bincode],` and found `types [u8]`",
        "expected types: `types: [Point, ",
        "expected formats: `formats: [Bincode, Ron]`, and found `Bincode`",
        "`Fork` is no backend: expected `Inline`, `Thread`, `Spawn` or `Pool`",
        "expected tasks: `name: inputs`, ",
        "expected types and formats: `refused: [Config in Bincode, Config in Postcard]`, and found `[u8 as Bincode]`",
        "and found `every: 1 + 1`",
        "expected names of types and tasks: `except: [Inner, helper]`",
        "expected a list of formats, as in `load in [Ron, Json]: ..`, and found `Ron`",
        "`Apart` cannot be a row of `wirecheck::matrix!`",
    ] {
        assert!(ended.stderr.contains(words), "not said: {words}\n{}", ended.stderr);
    }
}
