//! Bytes that nobody's encoder wrote: an error or some value, soon, in little memory, and never the end of the process.
//!
//! All of it happens in this process, on a stack of the size threads have by default: an overflow, an abort or a request for
//! the memory of a claimed length ends the test program.

#[path = "hostile/corpus.rs"]
mod corpus;
#[path = "hostile/types.rs"]
mod types;

use self::corpus::{claims, nestings, patterns};
use self::types::{Attempt, attempts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::sync::Once;
use std::time::{Duration, Instant};
use wirecheck::{Bincode, Bitcode, Codec, Postcard};

/// For a megabyte, in a program built without optimisation, on a machine that is busy.
const SOON: Duration = Duration::from_secs(20);

/// The address space of the whole test program. A claimed length of 3 GiB does not fit.
const MEMORY: u64 = 2 << 30;

/// What a thread has when nobody says otherwise.
const STACK: usize = 2 << 20;

/// Runs `code` as a worker would read: on a thread of the usual size, in little memory.
fn confined(code: impl FnOnce() + Send) {
    static LIMIT: Once = Once::new();
    LIMIT.call_once(|| {
        let maximum = getrlimit(Resource::As).maximum;
        setrlimit(Resource::As, Rlimit { current: Some(MEMORY), maximum }).unwrap();
    });
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, code).unwrap();
    });
}

/// Reads the bytes as each of the types.
fn survives(format: &str, attempts: &[(&str, Attempt)], bytes: &[u8], what: &str) {
    for (name, attempt) in attempts {
        let begin = Instant::now();
        let outcome = attempt(bytes);
        let taken = begin.elapsed();
        assert!(taken < SOON, "{format} took {taken:?} to read {what} as {name}: {outcome:?}");
        let said = outcome.map_or_else(|message| message.len(), |()| 0);
        assert!(said < 2 * bytes.len() + 4096, "{format} says too much of {what} as {name}");
    }
}

fn corpus<F: Codec>() {
    confined(|| {
        for (what, bytes) in claims(F::NAME).into_iter().chain(patterns(F::NAME)) {
            survives(F::NAME, &attempts::<F>(), &bytes, &what);
        }
    });
}

/// Each type nested without end, and about as deep as may be.
fn bottomless<F: Codec>() {
    confined(|| {
        let attempts = attempts::<F>();
        for (name, deep) in nestings::<F>() {
            let attempt = attempts.iter().filter(|(other, _)| *other == name);
            let attempt: Vec<_> = attempt.copied().collect();
            for levels in (10..140).step_by(9).chain(120..=130).chain([200, 300, 500, 1000, 4000]) {
                survives(F::NAME, &attempt, &deep.whole(levels), &format!("{levels} levels"));
            }
            for endless in [deep.whole(deep.endless()), deep.broken()] {
                survives(F::NAME, &attempt, &endless, "endless nesting");
                let message = attempt[0].1(&endless).expect_err("a megabyte of nesting was read");
                let limit = "nested deeper than the depth limit of";
                assert!(message.contains(limit), "{} {name}: {message}", F::NAME);
            }
        }
    });
}

/// Valid values with a few bytes changed, and bytes without any sense: more of them with `PROPTEST_CASES`.
fn mutated<F: Codec>() {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { 64 };
    let valid = types::valid::<F>();
    let attempts = attempts::<F>();
    let edits = vec((any::<Index>(), any::<u8>(), 0..5u8), 1..6);
    let bytes = vec(prop_oneof![Just(0u8), Just(1), Just(0xff), any::<u8>()], 0..300);
    confined(|| {
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&(any::<Index>(), edits, bytes), |(which, edits, bytes)| {
                survives(F::NAME, &attempts, &bytes, &format!("{bytes:?}"));
                let mut bytes = which.get(&valid).clone();
                for (at, byte, how) in edits {
                    types::edit(&mut bytes, at, byte, how);
                }
                survives(F::NAME, &attempts, &bytes, &format!("{bytes:?}"));
                Ok(())
            })
            .unwrap();
    });
}

tests_of_each_format! { corpus bottomless mutated }

/// What takes no bytes may be many, and is refused alike on both sides.
#[test]
fn values_without_content_are_counted() {
    fn check<F: Codec>() {
        let many = |count: usize| F::encode_to_vec(&vec![vec![(); count / 4]; 4]);
        assert!(many(1 << 18).is_ok(), "{}", F::NAME);
        let message = many((1 << 18) + 64).unwrap_err().to_string();
        assert!(message.contains("values without content"), "{}: {message}", F::NAME);
    }
    in_each_positional_format!(check);
    let value = vec![(); 1 << 18];
    assert_eq!(crate::support::round::<Bincode, _>(&value).as_ref(), Ok(&value));
    assert_eq!(crate::support::round::<Postcard, _>(&value).as_ref(), Ok(&value));
    let value = vec![vec![(); 1 << 13]; 32];
    assert_eq!(crate::support::round::<Bitcode, _>(&value).as_ref(), Ok(&value));
    let message = crate::support::refusal::<Bitcode, _>(&vec![vec![(); 1 << 13]; 33]);
    assert!(message.contains("more values without content"), "{message}");
}
