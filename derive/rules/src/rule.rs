//! One rule.

/// Something the compile-time part refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `WC0001` and so on; never reused.
    pub code: &'static str,
    /// What `#[sendable(accept(".."))]` takes; the name of the rule's file.
    pub slug: &'static str,
    /// Who reports it.
    pub reporter: Reporter,
    /// In which formats it is refused.
    pub concerns: Concerns,
    /// What is wrong: one lowercase sentence without a period. If a trait reports it, with rustc's placeholders.
    pub summary: &'static str,
    /// What would happen at run time.
    pub why: &'static str,
    /// What to write instead: one line for each solution.
    pub help: &'static str,
    /// How the same mistake shows in Python; empty if it has no counterpart.
    pub python: &'static str,
    /// Whether an author who knows better may accept it.
    pub acceptable: bool,
    /// The smallest code that is refused. Items, or statements of a function.
    pub fails: &'static str,
    /// The same, corrected.
    pub passes: &'static str,
}

/// Who reports a rule, and where its message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// `#[derive(Sendable)]` or `#[wirecheck::main]`, with the texts of the rule.
    Derive,
    /// `closure!`, with the texts of the rule.
    Closure,
    /// rustc, because a format lacks this trait.
    Capability(&'static str),
    /// rustc, because a type or a task lacks this trait.
    Bound(&'static str),
    /// rustc, because nothing has this trait: the type never crosses a process boundary.
    Refusal(&'static str),
    /// rustc, when it generates code: `cargo build` and not `cargo check`.
    Build,
    /// The program, as an error of the call.
    Run,
}

impl Reporter {
    /// The trait whose `#[diagnostic::on_unimplemented]` has the texts of the rule.
    pub const fn trait_name(self) -> Option<&'static str> {
        match self {
            Self::Capability(name) | Self::Bound(name) | Self::Refusal(name) => Some(name),
            Self::Derive | Self::Closure | Self::Build | Self::Run => None,
        }
    }
}

/// In which formats a rule refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concerns {
    /// In each.
    Every,
    /// Loss, or an error, in those that have this capability; refused in each.
    With(&'static str),
    /// Loss, or an error, in those that lack this capability; refused in each unless the rule is that capability.
    Without(&'static str),
}

impl Rule {
    /// One of the rule's texts, with words in the place of rustc's placeholders.
    ///
    /// ```
    /// let rule = wirecheck_rules::find("open-file").unwrap();
    /// assert!(rule.summary.starts_with("`{T}` is an open file"));
    /// assert!(rule.plain(rule.summary).starts_with("this is an open file"));
    /// ```
    pub fn plain(&self, text: &str) -> String {
        let this = match self.reporter {
            Reporter::Capability(_) => "this format",
            Reporter::Bound(_) => "this type",
            Reporter::Refusal(_) | Reporter::Derive | Reporter::Closure | Reporter::Build | Reporter::Run => {
                "this"
            }
        };
        text.replace("`{Self}`", this)
            .replace("`{T}`", this)
            .replace("`{F}`", "this format")
            .replace("type `{A}`", "this type")
            .replace("`{A}`", this)
            .replace("{{}}", "{}")
    }
}
