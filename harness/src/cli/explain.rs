//! `explain`: what a code means.

use super::args::Explain;
use super::console::Console;
use super::exit::Exit;
use super::suggest::nearest;
use crate::report::{rule_book, rule_list, rule_page, write_atomic};
use wirecheck_rules::{ALL, Rule, find};

pub(super) fn run(args: &Explain, console: &mut Console) -> Exit {
    let text = match text(args) {
        Ok(text) => text,
        Err(error) => {
            console.err(&format!("error: {error}\n"));
            return Exit::Usage;
        }
    };
    let written = match &args.out {
        Some(path) => write_atomic(path, &text).map_err(|error| error.to_string()),
        None => console.out(&text).map_err(|error| format!("stdout could not be written to: {error}")),
    };
    written.map_or_else(
        |error| {
            console.err(&format!("error: {error}\n"));
            Exit::Report
        },
        |()| Exit::Ok,
    )
}

fn text(args: &Explain) -> Result<String, String> {
    if args.all {
        return Ok(rule_book());
    }
    if args.rules.is_empty() {
        return Ok(rule_list());
    }
    // All are looked up before one is printed.
    let rules: Vec<&Rule> = args.rules.iter().map(|name| named(name)).collect::<Result<_, _>>()?;
    Ok(rules.into_iter().map(rule_page).collect::<Vec<_>>().join("\n"))
}

fn named(name: &str) -> Result<&'static Rule, String> {
    let (code, slug) = (name.to_uppercase(), name.to_lowercase());
    find(&code).or_else(|| find(&slug)).ok_or_else(|| {
        let names = ALL.iter().flat_map(|rule| [rule.code, rule.slug]);
        let near = if code.starts_with("WC") { nearest(&code, names) } else { nearest(&slug, names) };
        let hint = near.map(|name| format!("\n\nhelp: did you mean `{name}`?")).unwrap_or_default();
        format!("there is no rule `{name}`: `explain` alone lists all of them{hint}")
    })
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_rule_has_two_names() {
        assert_eq!(named("WC0012").unwrap().slug, "duplicate-name");
        assert_eq!(named("wc0012"), named("Duplicate-Name"));
    }

    #[test]
    fn the_nearest_rule_is_suggested() {
        let error = named("dupliacte-name").unwrap_err();
        assert!(error.starts_with("there is no rule `dupliacte-name`: "), "{error}");
        assert!(error.ends_with("help: did you mean `duplicate-name`?"), "{error}");
        assert!(named("WC012").unwrap_err().contains("did you mean `WC00"), "a digit less");
        assert!(!named("something-else-entirely").unwrap_err().contains("help:"));
    }
}
