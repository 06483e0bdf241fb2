//! Sentences with code and rules in them.

use maud::{Markup, html};

/// A sentence: text in backticks is code, and the code of a rule links to its page.
pub(super) fn words(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A last backtick without a partner is one.
    let paired = parts.len() - usize::from(parts.len().is_multiple_of(2));
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at >= paired { "`" }
            @if at % 2 == 1 && at < paired { code { (linked(part)) } } @else { (linked(part)) }
        }
    }
}

/// Plain text in which the codes of rules are links.
pub(super) fn linked(text: &str) -> Markup {
    html! {
        @for (plain, code) in pieces(text) {
            (plain)
            @if let Some(code) = code { a href={ "#" (code) } { (code) } }
        }
    }
}

/// Text, and the code that follows it.
fn pieces(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices("WC") {
        let Some(code) = text.get(at..at + 6) else { continue };
        let follows = text[at + 6..].starts_with(|next: char| next.is_ascii_digit());
        if !follows && wirecheck_rules::find(code).is_some() {
            found.push((&text[from..at], Some(code)));
            from = at + 6;
        }
    }
    found.push((&text[from..], None));
    found
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn code_is_code_and_everything_is_escaped() {
        assert_eq!(words("a `b < c` d & e").0, "a <code>b &lt; c</code> d &amp; e");
        assert_eq!(words("one ` alone").0, "one ` alone");
        assert_eq!(words("`a` and ` alone").0, "<code>a</code> and ` alone");
        assert_eq!(words("").0, "");
    }

    #[test]
    fn a_code_leads_to_its_rule_where_there_is_one() {
        assert_eq!(words("see WC0012.").0, "see <a href=\"#WC0012\">WC0012</a>.");
        assert_eq!(words("WC9999, WC00123, WC").0, "WC9999, WC00123, WC");
        assert_eq!(words("`[WC0012]`").0, "<code>[<a href=\"#WC0012\">WC0012</a>]</code>");
        assert_eq!(words("WC\u{e9}\u{e9}\u{e9}").0, "WC\u{e9}\u{e9}\u{e9}");
    }
}
