use super::crate_path::CratePath;
use super::detect::detect;
use super::input::Input;
use super::macros::names;
use quote::{ToTokens, quote};
use wirecheck_model::Diagnostics;

/// The captures, and the rewritten body.
fn detected(input: proc_macro2::TokenStream) -> (Vec<String>, String) {
    let diagnostics = Diagnostics::new();
    let (krate, _) = CratePath::split(quote!(wirecheck;));
    let detected = detect(&diagnostics, &krate, syn::parse2::<Input>(input).expect("a closure"));
    diagnostics.check().expect("no errors");
    let names = detected.captures.iter().map(ToString::to_string).collect();
    (names, detected.closure.body.to_token_stream().to_string())
}

fn captures(input: proc_macro2::TokenStream) -> Vec<String> {
    detected(input).0
}

#[test]
fn free_names_are_captures_and_bound_ones_are_not() {
    assert_eq!(captures(quote!(|x| x * by + other - by)), ["by", "other"]);
    assert_eq!(captures(quote!(|(a, Pair { b, c: [d, ..] }), &e| a + b + d + e + f)), ["f"]);
    assert_eq!(
        captures(quote!(|x| {
            let by = by + 1;
            by + x
        })),
        ["by"]
    );
    assert_eq!(
        captures(quote!(|x| {
            let z = {
                let y = x;
                y
            };
            z + y
        })),
        ["y"]
    );
}

#[test]
fn functions_constants_and_paths_are_not_captured() {
    assert!(captures(quote!(|x| helper(x) + LIMIT + module::value + Self::NAME)).is_empty());
    assert!(
        captures(quote!(|x| {
            fn twice(x: u32) -> u32 {
                2 * x
            }
            [x].map(twice)
        }))
        .is_empty()
    );
    assert_eq!(captures(quote!(|x: u32| [0; N].len() + x.field.max(by))), ["by"]);
}

#[test]
fn conditions_bind_what_follows_them() {
    assert_eq!(
        captures(quote!(|x| if let Some(y) = x
            && y > limit
        {
            y
        } else {
            fallback
        })),
        ["limit", "fallback"]
    );
    assert_eq!(captures(quote!(|x| if let Some(y) = x { y } else { y })), ["y"]);
    assert_eq!(
        captures(quote!(|x| {
            while let Some(y) = x.pop() {
                f(y)
            }
            y
        })),
        ["y"]
    );
    assert_eq!(
        captures(quote!(|x| {
            let Some(y) = x else {
                return other;
            };
            y
        })),
        ["other"]
    );
    assert_eq!(
        captures(quote!(|x| {
            for i in start..x {
                f(i)
            }
            i
        })),
        ["start", "i"]
    );
    assert_eq!(
        captures(quote!(|x| match x {
            Some(y) if y > low => y,
            None => low,
            other => z,
        })),
        ["low", "z"]
    );
}

#[test]
fn nested_closures_bind_their_parameters() {
    assert_eq!(captures(quote!(|x| x.iter().map(|y| y * by).sum::<f64>() + y)), ["by", "y"]);
}

#[test]
fn places_go_through_a_reference_and_values_are_read() {
    let same = |input, output: proc_macro2::TokenStream| assert_eq!(detected(input).1, output.to_string());
    same(quote!(|x| by.len() + by[x] + by.0), quote!((*by).len() + (*by)[x] + (*by).0));
    same(quote!(|x| x == by && &by < &x), quote!(x == (*by) && &(*by) < &x));
    same(
        quote!(|x| match by {
            y => y,
        }),
        quote!(match (*by) {
            y => y,
        }),
    );
    same(quote!(|x| by + x), quote!(wirecheck::__private_0_1_0::read(by) + x));
    same(quote!(|x| Point { x, by }), quote!(Point { x, by: wirecheck::__private_0_1_0::read(by) }));
    same(
        quote!(|x| f(by, -by)),
        quote!(f(wirecheck::__private_0_1_0::read(by), -wirecheck::__private_0_1_0::read(by))),
    );
    same(quote!(|x| Point { x, ..by }), quote!(Point { x, ..(*by) }));
}

#[test]
fn the_text_that_assertions_print_is_the_users() {
    let (_, body) = detected(quote!(|x| assert!(x == by)));
    let text = quote!(assert!(x == (*by), "{}", "assertion failed: x == by"));
    assert_eq!(body, text.to_string());
    assert_eq!(detected(quote!(|x| assert!(x == 1))).1, quote!(assert!(x == 1)).to_string());
}

#[test]
fn a_closure_within_takes_its_captures_as_variables() {
    let (names, body) = detected(quote!(|x| closure!(|y: u32| x + y + by)));
    assert_eq!(names, ["by"]);
    let read = quote!(wirecheck::__private_0_1_0::read(by));
    assert_eq!(body, quote!(match (#read,) { (by,) => closure!(|y: u32| x + y + by), }).to_string());
}

#[test]
fn macros_of_std_are_read() {
    let (names, body) = detected(quote!(|x| format!("{x} {by:>width$} {}", other)));
    assert_eq!(names, ["other", "by", "width"]);
    assert_eq!(
        body,
        quote!(format!("{x} {by:>width$} {}", (*other), by = (*by), width = (*width))).to_string()
    );
    assert_eq!(captures(quote!(|x| vec![by; x])), ["by"]);
    assert_eq!(captures(quote!(|x| matches!(x, Some(y) if y > by))), ["by"]);
    assert_eq!(captures(quote!(|x| assert!(x > by, "{why} {named}", named = 1))), ["by", "why"]);
    // Theirs is unknown.
    assert!(captures(quote!(|x| custom!(by))).is_empty());
}

#[test]
fn a_list_is_taken_as_it_is() {
    let (names, body) = detected(quote!([a, b] | x | a + other + b(x)));
    assert_eq!(names, ["a", "b"]);
    assert_eq!(body, quote!(wirecheck::__private_0_1_0::read(a) + other + (*b)(x)).to_string());
}

#[test]
fn format_strings_name_variables() {
    assert_eq!(names("{a} {{no}} {b:?} {0} {} {c:>w$.p$}"), ["a", "b", "c", "p", "w"]);
    assert_eq!(names("{0:01$} {a:0w$} {{{b}}} {:.*} {c:-<5}"), ["a", "w", "b", "c"]);
}
