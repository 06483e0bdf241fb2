//! What a task says when it fails is what the plain closure would have said.

use std::panic::{AssertUnwindSafe, catch_unwind};
use wirecheck::closure;

/// The message a plain closure panics with here.
fn message(run: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned()).expect("a text")
}

/// Both messages: of the plain closure, and of the task in another process.
macro_rules! fails {
    ($input:expr => $($closure:tt)+) => {{
        let plain = message(|| {
            let _ = ($($closure)+)($input);
        });
        let here = line!();
        let task = closure!($($closure)+);
        let again = message(|| {
            let _ = task.call($input);
        });
        assert_eq!(again, plain);
        let error = crate::pools().0.map(task, [$input]).expect_err("it fails");
        assert!(error.is_panic(), "{error}");
        let text = error.to_string();
        assert!(text.contains(&plain), "{text}\ndoes not say\n{plain}");
        assert!(text.contains(&format!("panics.rs:{here}")), "{text}");
        plain
    }};
}

#[test]
fn assertions_print_the_users_text() {
    let (by, list) = (3u64, vec![1u64, 2]);
    assert_eq!(fails!(1u64 => |x: u64| assert!(x == by)), "assertion failed: x == by");
    assert_eq!(
        fails!(1u64 => |x: u64| assert!(list.contains(&(x + by)))),
        "assertion failed: list.contains(&(x + by))"
    );
    let list = vec![1u64, 2];
    assert_eq!(
        fails!(1u64 => |x: u64| debug_assert!(x > by && list[0] == 1)),
        "assertion failed: x > by && list[0] == 1"
    );
    assert_eq!(fails!(1u64 => |x: u64| assert!(x == by, "{x} is not {by}")), "1 is not 3");
    fails!(1u64 => |x: u64| assert!(matches!(x, n if n == by), "{{}}"));
    fails!(1u64 => |x: u64| assert!(&x == &by && !(x..by).is_empty() || -1i64 == by as i64,));
    fails!(1u64 => |x: u64| assert!(format!("{{{x}}}") == format!("{by}")));
}

#[test]
fn equalities_print_both_sides() {
    let (by, list) = (3u64, vec![1u64, 2]);
    fails!(1u64 => |x: u64| assert_eq!(x, by));
    fails!(1u64 => |x: u64| assert_eq!(list, [x], "by {by}"));
    fails!(3u64 => |x: u64| assert_ne!(x, by));
}

#[test]
fn what_panics_on_its_own() {
    let (at, none, text) = (7usize, None::<u64>, "no number".to_owned());
    fails!(vec![1u8] => |list: Vec<u8>| list[at]);
    fails!(1u64 => |x: u64| none.unwrap() + x);
    let missing = text.clone();
    fails!(1u64 => |x: u64| missing.parse::<u64>().unwrap() + x);
    fails!(0u64 => |x: u64| at as u64 / x);
    fails!(1u64 => |_: u64| -> u64 { panic!("{text} at {at}") });
    let never = "never".to_owned();
    fails!(1u64 => |_: u64| -> u64 { unreachable!("{never}") });
}
