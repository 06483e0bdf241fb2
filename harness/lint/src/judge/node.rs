//! What is known of one type that is read in one way: what is wrong with it, and what its parts are asked.

use super::way::Way;
use proc_macro2::{LineColumn, Span};
use wirecheck_rules::{Need, Reporter, Rule};

/// A type in a way.
#[derive(Debug, Default)]
pub(crate) struct Node<'a> {
    pub(crate) wrong: Vec<Wrong>,
    pub(crate) edges: Vec<Edge<'a>>,
    /// Why nothing is known of it.
    pub(crate) unproven: Option<String>,
    /// Whether it is known by a table, and is of another crate than std.
    pub(crate) is_foreign: bool,
    /// Whether it is only written, or only read, so that its other impl was not seen.
    pub(crate) is_one_sided: bool,
}

/// What must hold of another type.
#[derive(Debug)]
pub(crate) struct Edge<'a> {
    /// The name of the field; nothing inside a type of std.
    pub(crate) field: Option<String>,
    pub(crate) to: &'a str,
    pub(crate) way: Way,
    pub(crate) at: Option<At>,
}

/// A place in the text of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) source: usize,
    pub(crate) start: LineColumn,
    pub(crate) end: LineColumn,
}

impl At {
    pub(crate) fn new(source: usize, span: Span) -> Self {
        Self { source, start: span.start(), end: span.end() }
    }
}

/// When the compiler finds that a rule is broken. What it finds first keeps it from looking for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// When the derive reads the attributes.
    Read,
    /// When it checks the types of fields, in the most permissive format.
    Checked,
    /// When it evaluates constants.
    Compared,
    /// Where the type is used, in a format.
    Used,
}

/// A broken rule.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    pub(crate) rule: &'static Rule,
    /// The names involved; may be empty.
    pub(crate) detail: String,
    /// The type that lacks a trait, if it is not the one that is asked.
    pub(crate) of: Option<String>,
    /// What an attribute needs of the format, for a rule about a capability.
    pub(crate) need: Option<&'static Need>,
    /// Where; nothing if it is where the type is named.
    pub(crate) at: Option<At>,
    /// Whether it rests on a type of which nothing is known.
    pub(crate) is_unknown: bool,
    pub(crate) stage: Stage,
}

impl Wrong {
    pub(crate) fn new(rule: &'static Rule, detail: String, at: Option<At>) -> Self {
        Self { rule, detail, of: None, need: None, at, is_unknown: false, stage: Stage::Checked }
    }

    /// A type or a format lacks this trait.
    pub(crate) fn lacks(name: &'static str, at: Option<At>) -> Self {
        Self::new(rule_of(name), String::new(), at)
    }

    /// A type lacks this trait, or the format lacks it for that type.
    pub(crate) fn of_type(name: &'static str, ty: &str, at: Option<At>) -> Self {
        let rule = rule_of(name);
        match rule.reporter {
            Reporter::Bound(_) => Self { of: Some(ty.to_owned()), ..Self::new(rule, String::new(), at) },
            _ => Self::new(rule, format!("`{ty}`"), at),
        }
    }
}

/// What cannot be told apart in a type.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    /// In every format.
    pub(crate) everywhere: Vec<Wrong>,
    /// In formats that write structs as lists.
    pub(crate) as_lists: Vec<Wrong>,
}

/// The rule that a trait reports.
pub(crate) fn rule_of(name: &str) -> &'static Rule {
    let is_of = |rule: &&&'static Rule| match rule.reporter {
        Reporter::Capability(of) | Reporter::Bound(of) | Reporter::Refusal(of) => of == name,
        Reporter::Derive | Reporter::Closure | Reporter::Build | Reporter::Run => false,
    };
    wirecheck_rules::ALL.iter().find(is_of).copied().unwrap_or(&wirecheck_rules::rules::asked::sendable::RULE)
}
