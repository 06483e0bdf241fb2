//! `closure!` in the macros of others: a name means what it means where it was written.

use wirecheck::closure;

macro_rules! scale {
    ($by:ident) => {
        closure!(|x: u64| x * $by)
    };
}

macro_rules! with_a_name_of_its_own {
    ($value:expr) => {{
        let by = $value;
        closure!(|x: u64| x * by)
    }};
}

macro_rules! two_of_one_name {
    ($by:ident) => {{
        let by = 10u64;
        let sum = by + $by;
        closure!(|x: u64| x + sum + by)
    }};
}

macro_rules! any_parameter {
    ($param:ident, $body:expr) => {
        closure!(|$param: u64| $body)
    };
}

macro_rules! task {
    ($($capture:ident)* => |$($param:ident: $ty:ty),*| $body:block) => {
        closure!([$($capture),*] |$($param: $ty),*| $body)
    };
}

macro_rules! fields {
    ($name:ident { $($field:ident),* }) => {
        closure!(|x: u64| $name { $($field,)* x })
    };
}

#[derive(Debug, PartialEq)]
struct Fields {
    a: u64,
    b: u64,
    x: u64,
}

#[test]
fn a_variable_given_to_a_macro() {
    let by = 3u64;
    let task = scale!(by);
    assert_eq!((task.captures(), task.call(2)), (&(3,), 6));
    let x = 5u64;
    // The parameter is the macro's `x`, the variable is ours; one of the two would be the wrong one.
    assert_eq!(with_a_name_of_its_own!(x).call(2), 10);
}

#[test]
fn a_variable_of_the_macro() {
    let by = 100u64;
    let task = with_a_name_of_its_own!(3);
    assert_eq!((task.captures(), task.call(2), by), (&(3,), 6, 100));
    assert_eq!(two_of_one_name!(by).call(1), 121);
}

#[test]
fn a_body_given_to_a_macro() {
    let by = 3u64;
    let task = any_parameter!(x, x * by + format!("{by}").len() as u64);
    assert_eq!((task.captures(), task.call(2)), (&(3,), 7));
}

#[test]
fn lists_from_a_macro() {
    let (a, b) = (1u64, 2u64);
    assert_eq!(
        task!(a b => |x: u64, y: u64| {
            let sum = x * a;
            sum + y * b
        })
        .call((10, 20)),
        50
    );
}

#[test]
fn short_fields_from_a_macro() {
    let (a, b) = (1u64, 2u64);
    assert_eq!(fields!(Fields { a, b }).call(3), Fields { a: 1, b: 2, x: 3 });
}

#[test]
fn a_whole_closure_from_a_macro() {
    macro_rules! whole {
        ($($tokens:tt)*) => { closure!($($tokens)*) };
    }
    let by = 3u64;
    assert_eq!(whole!(|x: u64| x * by).call(2), 6);
}

#[test]
fn a_type_and_a_literal_from_a_macro() {
    macro_rules! typed {
        ($ty:ty, $text:literal, $path:path, $lifetime:lifetime) => {{
            let (by, name) = (2 as $ty, "n".to_owned());
            closure!(|x: $ty| $lifetime: loop { break $lifetime format!($text, $path(x, by)) + &name })
        }};
    }
    assert_eq!(typed!(u8, "<{}>", std::cmp::max, 'a).call(1), "<2>n");
}
