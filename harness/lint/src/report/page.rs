//! Rules of the lint alone: what the derive cannot say, because it is about comments.

/// A rule of the lint alone, with its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintPage {
    /// `WL0001` and so on; never reused.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is wrong: a lowercase sentence without a period.
    pub summary: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to write instead.
    pub help: &'static str,
    /// A line that breaks it.
    pub fails: &'static str,
    /// The same, corrected.
    pub passes: &'static str,
}

/// All of them.
pub const LINT_PAGES: &[LintPage] = &[LintPage {
    code: "WL0001",
    name: "allow-without-effect",
    summary: "this comment allows nothing",
    why: "a comment that hides no finding would hide the next one in silence, and one without a reason tells nobody why the \
          finding is right to ignore",
    help: "remove the comment, put it on the line that the finding underlines or right above it, or give it a reason",
    fails: r#"struct Job {
    // wirecheck: allow(WC0040)
    name: String,
}"#,
    passes: r#"struct Job {
    // wirecheck: allow(WC0040) = "only ever written as JSON; `tests/round_trip.rs` holds it to that"
    #[serde(flatten)]
    rest: HashMap<String, u64>,
}"#,
}];

/// The page of a rule of the lint, by code or name.
///
/// ```
/// use wirecheck_lint::report::look_up_page;
///
/// assert_eq!(look_up_page("wl0001"), look_up_page("allow-without-effect"));
/// assert_eq!(look_up_page("WC0040"), None);
/// ```
pub fn look_up_page(name: &str) -> Option<&'static LintPage> {
    let name = name.trim_matches(['[', ']']).to_ascii_lowercase();
    LINT_PAGES.iter().find(|page| page.code.eq_ignore_ascii_case(&name) || page.name == name)
}

impl LintPage {
    /// The page in Markdown, as those of the derive's rules.
    ///
    /// ```
    /// use wirecheck_lint::report::LINT_PAGES;
    ///
    /// assert!(LINT_PAGES[0].page().starts_with("## WL0001 `allow-without-effect`\n"));
    /// ```
    pub fn page(&self) -> String {
        let Self { code, name, summary, why, help, fails, passes } = self;
        let summary = wirecheck_rules::sentence(summary);
        format!(
            "## {code} `{name}`\n\n{summary}.\n\nWhy: {why}.\n\nRefused:\n\n```rust\n{fails}\n```\n\nAccepted:\n\n```rust\n\
             {passes}\n```\n\n- help: {help}\n- formats: all\n- said by: `cargo wirecheck lint`\n"
        )
    }

    /// Its line in a list.
    pub fn line(&self) -> String {
        format!("{}  {}  {}\n", self.code, self.name, self.summary)
    }
}
