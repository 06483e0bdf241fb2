//! The macros of std, read as the expressions they are.

use crate::same;

#[test]
fn inline_arguments() {
    let (name, ratio) = ("n".to_owned(), 1.5f64);
    same!([1u64] => |x: u64| format!("{name} {ratio} {x} {name:?} {ratio:e}"));
}

#[test]
fn widths_and_precisions() {
    let (width, precision, text) = (8usize, 2usize, "ab".to_owned());
    same!([1.5f64, -22.75] => |x: f64| format!("[{x:width$.precision$}|{text:>width$}|{text:-<width$}]"));
    same!([3u32] => |x: u32| format!("[{0:width$}|{:>1$}|{0:0width$}|{x:#x}]", x, width));
    same!([1.25f64] => |x: f64| format!("{:.*}|{0:>2$}|{x:.prec$}", precision, x, 7, prec = precision));
}

#[test]
fn braces_and_named_arguments() {
    let (by, name) = (3u64, "n".to_owned());
    same!([2] => |x: u64| format!("{{{by}}} {{by}} {named:?} {0}", x * by, named = name));
    let name = "n".to_owned();
    same!([2] => |x: u64| format!("{by}{name}", by = x));
}

#[test]
fn positional_arguments_are_expressions() {
    let (list, by) = (vec![1u64, 2, 3], 4u64);
    same!([2usize] => |at: usize| format!("{} {:?} {:?}", list[at] * by, &list[..at], list));
}

#[test]
fn writing() {
    use std::fmt::Write as _;
    let (name, by) = ("n".to_owned(), 2u64);
    same!([1, 2] => |x: u64| {
        let mut out = String::new();
        write!(out, "{name}").unwrap();
        writeln!(&mut out, "={}", x * by).unwrap();
        out
    });
}

#[test]
fn printing_goes_to_the_output_of_the_task() {
    let (quiet, name) = (true, "n".to_owned());
    same!([1u64] => |x: u64| {
        if !quiet {
            println!("{name}");
            eprintln!("{x} {name:?}");
        }
        x
    });
}

#[test]
fn assertions_that_hold() {
    let (limit, table, why) = (10u64, vec![1u64, 2], "too much".to_owned());
    same!([1, 2] => |x: u64| {
        assert!(x < limit);
        assert!(x < limit, "{why}: {}", table.len());
        assert_eq!(x.min(2), table[x as usize - 1]);
        assert_ne!(x, limit, "{x} {limit}");
        debug_assert!(limit > 0 && !table.is_empty());
        debug_assert_eq!(table.len(), 2);
        x
    });
}

#[test]
fn matching_macro() {
    let (low, choice) = (3u64, Some(4u64));
    same!([1, 4] => |x: u64| matches!(x, n if n > low) || matches!(choice, Some(n) if n == x));
    same!([1, 4] => |x: u64| matches!((x, low), (1, 3) | (4, 3)));
}

#[test]
fn lists() {
    let (a, n) = (1u8, 3usize);
    same!([2u8] => |x: u8| (vec![a; n], vec![a, x], Vec::<u8>::from(vec![[a, x]; 1].concat())));
    same!([2u8] => |x: u8| std::vec![a, x]);
}

#[test]
fn macros_in_macros() {
    let (list, name) = (vec![1u64, 2], "n".to_owned());
    same!([1] => |x: u64| format!("{}", vec![format!("{name}{x}"), list.iter().map(|y| format!("{y}{name}")).collect()].concat()));
}

#[test]
fn text_of_the_source_stays() {
    let by = 3u64;
    same!([1] => |x: u64| (stringify!(by + x), concat!("a", 1)).0.len() as u64 + by + x);
    same!([1] => |x: u64| (x + by, line!() > 0, file!().ends_with("macros.rs"), module_path!().len()));
}

#[test]
fn debugging_gives_the_value() {
    let (by, name) = (3u64, "n".to_owned());
    same!([1, 2] => |x: u64| {
        #[allow(clippy::dbg_macro)]
        let seen = dbg!(x * by);
        #[allow(clippy::dbg_macro)]
        let (a, b) = dbg!(by, &name);
        seen + a + b.len() as u64
    });
}
