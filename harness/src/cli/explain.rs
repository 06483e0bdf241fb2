//! `explain`: the meaning of diagnostic codes.

use super::args::Explain;
use super::console::Console;
use super::exit::Exit;
use super::suggest::nearest;
use crate::report::{rule_book, rule_list, rule_page, write_atomic};
use wirecheck_rules::{ALL, Rule, find};

pub(super) fn run(args: &Explain, console: &mut Console) -> Exit {
    let text = match if args.all { Ok(rule_book()) } else { explain(&args.rules) } {
        Ok(text) => text,
        Err(error) => {
            console.err(&format!("error: {error}\n"));
            return Exit::Usage;
        }
    };
    let written = match &args.out {
        Some(path) => write_atomic(path, &text).map_err(|error| error.to_string()),
        None => console.print(&text),
    };
    written.map_or_else(
        |error| {
            console.err(&format!("error: {error}\n"));
            Exit::Report
        },
        |()| Exit::Ok,
    )
}

/// The pages of rules, by codes or names such as `WC0012` or `duplicate-name`; without any, a list of all rules.
///
/// ```
/// let page = wirecheck::cli::explain(&["WC0012"])?;
/// assert!(page.contains("duplicate-name"));
/// assert!(wirecheck::cli::explain(&["WC0"]).is_err());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// When there is no such rule: a sentence, with the name that was probably meant. Then no page is returned.
pub fn explain<N: AsRef<str>>(names: &[N]) -> Result<String, String> {
    if names.is_empty() {
        return Ok(rule_list());
    }
    let rules: Vec<&Rule> = names.iter().map(|name| named(name.as_ref())).collect::<Result<_, _>>()?;
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
