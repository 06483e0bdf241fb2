//! `closure!` in odd surroundings.

use crate::same;

mod no_prelude {
    #![no_implicit_prelude]

    // The names the expansion could fall for.
    #[allow(dead_code)]
    mod wirecheck {}
    #[allow(dead_code)]
    mod core {}
    #[allow(dead_code)]
    struct Fine;

    pub(super) fn scaled(x: u64) -> u64 {
        let by = 3u64;
        ::wirecheck::closure!(|x: u64| x * by).call(x)
    }

    pub(super) fn text(x: u64) -> ::std::string::String {
        let (by, name) = (3u64, ::std::string::ToString::to_string("n"));
        let task = ::wirecheck::closure!(|x: u64| {
            ::std::assert!(x < by);
            ::std::format!("{name}{}", ::std::string::String::len(&name))
        });
        task.call(x)
    }
}

mod renamed {
    pub(super) use wirecheck as other_name;
    pub(super) mod again {
        pub(crate) use wirecheck::closure as send;
    }
}

#[test]
fn without_a_prelude() {
    assert_eq!(no_prelude::scaled(2), 6);
    assert_eq!(no_prelude::text(1), "n1");
}

#[test]
fn under_another_name() {
    let by = 3u64;
    assert_eq!(renamed::other_name::closure!(|x: u64| x * by).call(2), 6);
    assert_eq!(renamed::again::send!(|x: u64| x * by).call(2), 6);
}

#[deny(clippy::pedantic, clippy::nursery, unused, unused_parens, unused_qualifications)]
mod strict {
    /// What lints could find in the expansion.
    pub(super) fn run(x: u64) -> u64 {
        let (by, flag, list, pair) = (3u64, true, vec![1u64], (1u64, 2u64));
        let task = wirecheck::closure!(|x: u64| {
            let copy = by;
            let reference = &by;
            let sum: u64 = list.iter().sum();
            let first = if flag { copy } else { *reference };
            let (a, b) = pair;
            let second = match pair {
                (a, 2) => a,
                (_, b) => b,
            };
            while flag && sum > 100 {}
            for item in &list {
                assert!(*item < 100);
            }
            assert_eq!(by, *reference);
            first + second + a + b + sum + x + (by)
        });
        task.call(x)
    }

    pub(super) fn tail(x: u64) -> u64 {
        let by = 3u64;
        wirecheck::closure!(|_: u64| by).call(x) + wirecheck::closure!(|_: u64| { by }).call(x)
    }
}

#[test]
fn under_strict_lints() {
    assert_eq!(strict::run(1), 3 + 1 + 1 + 2 + 1 + 1 + 3);
    assert_eq!(strict::tail(0), 6);
}

struct Scale {
    by: u64,
}

impl Scale {
    const STEP: u64 = 10;

    fn apply(&self, x: u64) -> u64 {
        let Self { by } = *self;
        let this = self.by;
        wirecheck::closure!(|x: u64| x * by + this + Self::STEP).call(x)
    }
}

#[test]
fn in_a_method() {
    assert_eq!(Scale { by: 2 }.apply(3), 18);
}

trait Task {
    fn run(self) -> u64;
}

/// A trait of the same method names as the expansion's.
trait Verdict: Sized {
    fn verdict(&self) -> u8 {
        0
    }
    fn closure(self, _: u8) -> u8 {
        0
    }
}
impl<T> Verdict for T {}

impl Task for u64 {
    fn run(self) -> u64 {
        let by = self;
        wirecheck::closure!(|x: u64| x * by).call(by)
    }
}

#[test]
fn beside_traits_of_the_same_names() {
    assert_eq!((3u64.run(), 3u8.verdict(), 3u8.closure(1)), (9, 0, 0));
}

#[test]
fn names_of_the_expansion_are_its_own() {
    let (captures, code, verdict, ask, read) = (1i32, 2i32, 3i32, 4i32, 5i32);
    same!([3] => |x: i32| x + captures + code + verdict + ask + read);
}

#[test]
fn attributes_stay() {
    let by = 2u8;
    let task = wirecheck::closure!(
        #[allow(clippy::let_and_return)]
        |x: u8| {
            let y = x * by;
            y
        }
    );
    assert_eq!(task.call(2), 4);
}

#[test]
fn as_an_argument_and_in_an_expression() -> Result<(), wirecheck::Error> {
    let by = 3u64;
    let (pool, _) = crate::pools();
    let sum: u64 = pool.map(wirecheck::closure!(|x: u64| x * by), 0..4)?.into_iter().sum();
    assert_eq!(sum + pool.submit(wirecheck::closure!(|x: u64| x * by), 2)?.join()?, 24);
    Ok(())
}
