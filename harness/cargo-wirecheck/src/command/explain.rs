//! `explain`: what a code means.

use super::Failure;
use crate::output::Output;
use wirecheck_rules::{ALL, Rule, list, look_up, similar};

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
    let rules = if args.all { ALL.to_vec() } else { named(&args.rules)? };
    if rules.is_empty() {
        output.list(&list())?;
    } else {
        let pages: Vec<String> = rules.into_iter().map(Rule::page).collect();
        output.markdown(&pages.join("\n"))?;
    }
    Ok(())
}

/// All rules are looked up before one is printed.
fn named(typed: &[String]) -> Result<Vec<&'static Rule>, Failure> {
    let unknown: Vec<&String> = typed.iter().filter(|name| look_up(name).is_none()).collect();
    if unknown.is_empty() {
        return Ok(typed.iter().filter_map(|name| look_up(name)).collect());
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
