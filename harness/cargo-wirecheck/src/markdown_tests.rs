use super::{Style, render, wrap};
use wirecheck_rules::ALL;

const PLAIN: Style = Style { width: 40, colour: false };
const COLOUR: Style = Style { width: 40, colour: true };

/// Without escape codes.
fn stripped(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('\x1b') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain + rest
}

#[test]
fn text_is_wrapped_and_code_is_not() {
    let code = "let one = \"a line of code that is much longer than forty columns\";";
    let text =
        format!("A sentence that is longer than forty columns, so two lines.\n\n```rust\n{code}\n```\n");
    assert_eq!(
        render(&text, PLAIN),
        format!("A sentence that is longer than forty\ncolumns, so two lines.\n\n    {code}\n")
    );
}

#[test]
fn an_item_hangs_from_its_dash() {
    let text = "- help: send the value as `Ron` or `Json`, or remove the attribute";
    assert_eq!(
        render(text, PLAIN),
        "- help: send the value as `Ron` or\n  `Json`, or remove the attribute\n"
    );
}

#[test]
fn headings_are_bold_and_code_is_coloured_across_lines() {
    assert_eq!(render("## WC0040 `self-describing`", COLOUR), "\x1b[1mWC0040 self-describing\x1b[0m\n");
    assert_eq!(render("a `b` c", COLOUR), "a \x1b[36mb\x1b[0m c\n");
    let narrow = Style { width: 10, colour: true };
    assert_eq!(wrap("word `two words`.", "", "", narrow), "word \x1b[36mtwo\x1b[0m\n\x1b[36mwords\x1b[0m.\n");
}

#[test]
fn a_word_without_room_has_a_line_of_its_own() {
    let narrow = Style { width: 4, colour: false };
    assert_eq!(wrap("a longest b", "", "  ", narrow), "a\n  longest\n  b\n");
}

#[test]
fn every_page_keeps_its_words_and_its_width() {
    for rule in ALL {
        let page = rule.page();
        for style in [PLAIN, COLOUR] {
            let drawn = render(&page, style);
            let plain = stripped(&drawn);
            let words = |text: &str| {
                let lines = text.lines().filter(|line| !line.starts_with("```"));
                let text = lines.map(|line| line.trim_start_matches("## ")).collect::<Vec<_>>().join(" ");
                text.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ")
            };
            assert_eq!(words(&plain), words(&page), "{}", rule.code);
            let long = plain.lines().filter(|line| !line.starts_with("    "));
            let long = long.filter(|line| line.trim().contains(' ') && line.chars().count() > style.width);
            assert_eq!(long.count(), 0, "{plain}");
        }
    }
}
