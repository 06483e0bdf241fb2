//! `explain`: what a code means.

use super::Failure;
use crate::output::Output;
use wirecheck_rules::{ALL, list, look_up, similar};

/// What to explain.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Codes or names: WC0040, 40 or self-describing. Without any, all are listed
    #[arg(value_name = "RULE")]
    rules: Vec<String>,

    /// The pages of all rules
    #[arg(long, conflicts_with_all = ["rules", "list"])]
    all: bool,

    /// One line for each rule
    #[arg(long, conflicts_with = "rules")]
    list: bool,
}

pub(super) fn run(args: &Explain, output: &Output) -> Result<(), Failure> {
    let pages = if args.all { all() } else { named(&args.rules)? };
    if pages.is_empty() {
        output.list(&format!("{}{}{}", list(), lint_list(), evolution_list()))?;
    } else {
        output.markdown(&pages.join("\n"))?;
    }
    Ok(())
}

fn all() -> Vec<String> {
    let pages = ALL.iter().map(|rule| rule.page());
    #[cfg(feature = "lint")]
    let pages =
        pages.chain(wirecheck_lint::report::LINT_PAGES.iter().map(wirecheck_lint::report::LintPage::page));
    #[cfg(feature = "evolution")]
    let pages = pages.chain(wirecheck_evolution::compare::Code::ALL.iter().map(|code| code.page()));
    pages.collect()
}

/// The lines of the rules of the lint alone.
fn lint_list() -> String {
    #[cfg(feature = "lint")]
    let lines =
        wirecheck_lint::report::LINT_PAGES.iter().map(wirecheck_lint::report::LintPage::line).collect();
    #[cfg(not(feature = "lint"))]
    let lines = String::new();
    lines
}

/// The lines of the changes of types.
fn evolution_list() -> String {
    #[cfg(feature = "evolution")]
    let lines = wirecheck_evolution::compare::Code::ALL.iter().map(|code| code.line()).collect();
    #[cfg(not(feature = "evolution"))]
    let lines = String::new();
    lines
}

fn page(name: &str) -> Option<String> {
    let page = look_up(name).map(wirecheck_rules::Rule::page);
    #[cfg(feature = "lint")]
    let page = page
        .or_else(|| wirecheck_lint::report::look_up_page(name).map(wirecheck_lint::report::LintPage::page));
    #[cfg(feature = "evolution")]
    let page = page.or_else(|| wirecheck_evolution::compare::Code::find(name).map(|code| code.page()));
    page
}

/// All rules are looked up before one is printed.
fn named(typed: &[String]) -> Result<Vec<String>, Failure> {
    let unknown: Vec<&String> = typed.iter().filter(|name| page(name).is_none()).collect();
    if unknown.is_empty() {
        return Ok(typed.iter().filter_map(|name| page(name)).collect());
    }
    let mut message = match &unknown[..] {
        [one] => format!("there is no rule `{one}`"),
        many => {
            let names: Vec<_> = many.iter().map(|name| format!("`{name}`")).collect();
            format!("there are no rules {}", names.join(", "))
        }
    };
    for name in unknown {
        let near: Vec<_> =
            similar(name).iter().map(|rule| format!("`{}` ({})", rule.code, rule.slug)).collect();
        if !near.is_empty() {
            message.push_str(&format!("\n\nhelp: for `{name}`, did you mean {}?", near.join(" or ")));
        }
    }
    message.push_str("\n\nhelp: `cargo wirecheck explain --list` lists all rules");
    Err(Failure::Usage(message))
}
