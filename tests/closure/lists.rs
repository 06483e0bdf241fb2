//! Captures that are listed.

use wirecheck::closure;

macro_rules! times {
    ($a:expr, $b:expr) => {
        $a * $b
    };
}

#[test]
fn what_only_a_macro_mentions() {
    let (by, other) = (3u64, 1u64);
    // In a macro that cannot be read, a capture is a reference.
    let task = closure!([by, other] |x: u64| times!(*by, x) + other);
    assert_eq!((task.captures(), task.call(5)), (&(3, 1), 16));
    let (pool, _) = crate::pools();
    assert_eq!(pool.map(task, [1, 2]).unwrap(), [4, 7]);
}

#[test]
fn functions_by_name() {
    fn helper(x: u64) -> u64 {
        x + 1
    }
    let by = 3u64;
    let task = closure!([by] move |x: u64| [x].map(helper)[0] * by);
    assert_eq!(task.call(1), 6);
    assert_eq!(closure!([] |x: u64| [x].map(helper)[0]).call(1), 2);
    assert_eq!(closure!([by,], |x: u64| x + by,).call(1), 4);
}

#[test]
fn a_listed_name_can_be_shadowed() {
    let by = 3u64;
    let task = closure!([by] |x: u64| {
        let before = by;
        let by = x;
        before * 10 + by
    });
    assert_eq!(task.call(4), 34);
}

#[test]
fn what_is_listed_is_sent_even_if_little_is_done_with_it() {
    let (by, extra) = (3u64, "extra".to_owned());
    let task = closure!([by, extra] |x: u64| {
        let _ = &extra;
        x * by
    });
    assert_eq!((task.captures(), task.call(2)), (&(3, "extra".to_owned()), 6));
}

#[test]
fn inside_formats_too() {
    let (name, width) = ("n".to_owned(), 4usize);
    let task = closure!([name, width] |x: u8| format!("{name:>width$}{x}"));
    assert_eq!(task.call(1), "   n1");
}

#[test]
fn names_that_look_like_constants() {
    #[allow(non_snake_case)]
    let N = 4u64;
    let task = closure!([N] |x: u64| x * N);
    assert_eq!((task.captures(), task.call(2)), (&(4,), 8));
}
