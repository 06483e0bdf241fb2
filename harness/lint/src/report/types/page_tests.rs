use super::super::super::example::{files, report};
use super::types_page;
use crate::report::Report;

#[test]
fn everything_is_on_the_page() {
    let page = types_page(&report(), &files());
    for part in [
        "<!DOCTYPE html>",
        "<strong>1 of 7</strong>",
        "<th scope=\"row\">app::model::Hint&lt;alloc::string::String&gt;</th>",
        "data-status=\"refused\" data-format=\"bincode1\"",
        "<h3>WC0040 <code>self-describing</code> error</h3>",
        "<code>#[serde(flatten)]</code>",
        "<code>let bytes = bincode::serialize(&amp;state).unwrap();</code>",
        "id=\"unproven\"",
        "id=\"unseen\"",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert_eq!(page.matches("data-status=").count(), report().cells.len());
}

#[test]
fn it_loads_nothing() {
    let page = types_page(&report(), &files());
    for word in ["src=", "href=\"http", "@import", "url("] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn parts_without_data_are_left_out() {
    let page = types_page(&Report::default(), &files());
    assert!(page.contains("No type meets a format."));
    for id in ["id=\"findings\"", "id=\"unproven\"", "id=\"unseen\"", "<table"] {
        assert!(!page.contains(id), "{id}");
    }
}

/// Crates are packed apart, so each has its own copy.
#[test]
fn the_look_is_that_of_the_reports() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/report/html");
    for (name, copy) in [("style.css", include_str!("style.css")), ("early.js", include_str!("early.js"))] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(text, copy, "copy {name} of `wirecheck` here");
    }
}
