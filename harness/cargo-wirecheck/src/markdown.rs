//! The part of Markdown that the rules are written in, drawn for a terminal.
//!
//! Headings, paragraphs, list items, fenced code and code in a line. Text is wrapped, code is not.

/// How a terminal shows text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Columns of a line.
    pub(crate) width: usize,
    /// Whether escape codes are welcome.
    pub(crate) colour: bool,
}

const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const GREEN: &str = "\x1b[32m";
const RESET: &str = "\x1b[0m";

/// Draws `text`.
pub(crate) fn render(text: &str, style: Style) -> String {
    let mut drawn = String::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            drawn.push_str("    ");
            drawn.push_str(&painted(line, GREEN, style));
            drawn.push('\n');
        } else if let Some(heading) = line.strip_prefix("## ") {
            drawn.push_str(&painted(&heading.replace('`', ""), BOLD, style));
            drawn.push('\n');
        } else if let Some(item) = line.strip_prefix("- ") {
            drawn.push_str(&wrap(item, "- ", "  ", style));
        } else {
            drawn.push_str(&wrap(line, "", "", style));
        }
    }
    drawn
}

/// One paragraph in lines of at most the width: `first` before the first one, `rest` before the others. A word that is
/// longer than a line has one of its own. Ends in a new line.
pub(crate) fn wrap(text: &str, first: &str, rest: &str, style: Style) -> String {
    let mut drawn = first.to_owned();
    let mut column = first.chars().count();
    // Spaces at the start of a word are those of a table.
    let (mut in_code, mut is_first) = (false, true);
    for word in split(text) {
        let (spaces, letters) = word.split_at(word.len() - word.trim_start().len());
        let shown = shown_width(letters, style);
        if is_first || column + spaces.len() + shown <= style.width {
            drawn.push_str(spaces);
            column += spaces.len();
        } else {
            drawn.push('\n');
            drawn.push_str(rest);
            column = rest.chars().count();
        }
        in_code = push_word(&mut drawn, letters, in_code, style);
        column += shown;
        is_first = false;
    }
    drawn.push('\n');
    drawn
}

/// Words, each with the spaces before it.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_end();
    std::iter::from_fn(move || {
        let letters = rest.len() - rest.trim_start().len();
        let end = rest[letters..].find(' ').map_or(rest.len(), |at| letters + at);
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// Columns that a word takes. With colour the backticks are not shown.
fn shown_width(word: &str, style: Style) -> usize {
    word.chars().filter(|letter| !(style.colour && *letter == '`')).count()
}

/// Appends a word, and says whether it ends within code. Colour ends with each word, so that a line can be broken.
fn push_word(drawn: &mut String, word: &str, mut in_code: bool, style: Style) -> bool {
    if !style.colour {
        drawn.push_str(word);
        return in_code;
    }
    for (at, part) in word.split('`').enumerate() {
        if at > 0 {
            in_code = !in_code;
        }
        if in_code {
            drawn.push_str(&painted(part, CYAN, style));
        } else {
            drawn.push_str(part);
        }
    }
    in_code
}

fn painted(text: &str, colour: &str, style: Style) -> String {
    if style.colour && !text.is_empty() { format!("{colour}{text}{RESET}") } else { text.to_owned() }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
