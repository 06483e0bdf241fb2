//! What a test does in every format of the list.
#![allow(unused_macros, reason = "each test binary uses its part")]

/// `in_each_format!(check)` calls `check::<F>()` with each format.
macro_rules! in_each_format {
    ($check:ident) => {
        wirecheck_rules::formats!(call_each, $check)
    };
}

macro_rules! call_each {
    ([$check:ident] $($Format:ident { $($row:tt)* })*) => { $($check::<wirecheck::format::$Format>();)* };
}

/// The same with each format that writes values one after another and nothing else.
macro_rules! in_each_positional_format {
    ($check:ident) => {
        wirecheck_rules::formats!(call_each_positional, $check)
    };
}

macro_rules! call_each_positional {
    ([$check:ident] $($Format:ident { $($row:tt)* })*) => {$(
        if !wirecheck::probe!(wirecheck::format::$Format: wirecheck::format::SelfDescribing) {
            $check::<wirecheck::format::$Format>();
        }
    )*};
}

/// `tests_of_each_format!(a b)` is a module for each format, with the tests `a` and `b`, which call `super::a::<F>()` and so on.
macro_rules! tests_of_each_format {
    ($($check:ident)*) => {
        wirecheck_rules::formats!(modules_of_each, $($check)*);
    };
}

macro_rules! modules_of_each {
    ($checks:tt $($Format:ident { name: $name:literal, module: $module:ident, $($row:tt)* })*) => {
        $(modules_of_each! { @module $module $Format $checks })*
    };
    (@module $module:ident $Format:ident [$($check:ident)*]) => {
        mod $module {
            $(#[test]
            fn $check() {
                super::$check::<wirecheck::format::$Format>();
            })*
        }
    };
}
