//! What is written for people: short where it should be, complete, and with links that lead somewhere.

use super::{read, root};
use std::fs;

const GUIDE: &str = "harness/src/guide";

/// The Markdown files of a folder, without their extension.
fn pages() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join(GUIDE))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".md").map(str::to_owned))
        // The definitions of links for rustdoc.
        .filter(|name| name != "links")
        .collect();
    names.sort();
    assert!(names.len() >= 9, "{names:?}");
    names
}

/// What users read, as paths from the root.
pub(crate) fn prose() -> Vec<String> {
    let pages = pages().into_iter().map(|page| format!("{GUIDE}/{page}.md"));
    ["README.md", "DESIGN.md"].map(str::to_owned).into_iter().chain(pages).collect()
}

#[test]
fn the_readme_is_short() {
    // As `wc -w` counts them.
    let words = read("README.md").split_whitespace().count();
    assert!(words <= 1200, "README.md has {words} words: 1,200 at most, the rest is for the guide");
}

#[test]
fn every_page_of_the_guide_is_a_module_and_linked() {
    let (contents, readme) = (read(format!("{GUIDE}/mod.rs")), read("README.md"));
    for page in pages() {
        let module = format!("#[doc = include_str!(\"{page}.md\")]\npub mod {page} {{}}");
        assert!(contents.contains(&module), "{GUIDE}/mod.rs has no module for {page}.md");
        assert!(
            contents.contains(&format!("//! | [`{page}`]")),
            "the index of {GUIDE}/mod.rs leaves out {page}"
        );
        assert!(readme.contains(&format!("]: {GUIDE}/{page}.md")), "README.md does not link to {page}.md");
        let target = format!("]: mod@crate::guide::{page}\n");
        assert!(read(format!("{GUIDE}/links.md")).contains(&target), "links.md leaves out {page}");
    }
}

#[test]
fn the_guide_has_a_row_for_each_format() {
    let page = read(format!("{GUIDE}/formats.md"));
    for format in wirecheck_rules::FORMATS {
        let row = format!("| [`{}`] | `{}`", format.type_name, format.name);
        assert_eq!(page.matches(&row).count(), 1, "{row}");
    }
}

#[test]
fn examples_are_compiled() {
    for path in prose() {
        for (number, line) in read(&path).lines().enumerate() {
            let fence = line.trim_start().strip_prefix("```");
            assert!(
                !fence.is_some_and(|words| words.contains("ignore")),
                "{path}:{}: an example that nobody compiles",
                number + 1
            );
        }
    }
}

/// The targets of `[text](target)` and of `[name]: target`.
fn links(text: &str) -> Vec<&str> {
    let inline = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let defined = text.lines().filter(|line| line.starts_with('[')).filter_map(|line| line.split_once("]: "));
    inline.chain(defined.map(|(_, target)| target)).collect()
}

#[test]
fn links_to_files_lead_somewhere() {
    let mut paths = prose();
    paths.extend(["CONTRIBUTING.md", "CHANGELOG.md", "reports/README.md"].map(str::to_owned));
    for path in paths {
        let folder = root().join(&path).parent().unwrap().to_owned();
        let text = read(&path);
        for link in links(&text) {
            if link.contains("://") || link.contains(' ') {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            assert!(file.is_empty() || folder.join(file).exists(), "{path}: nothing is at {link}");
            if file.is_empty() {
                assert!(anchors(&text).contains(&anchor.to_owned()), "{path}: there is no heading {link}");
            }
        }
    }
}

/// The headings of a Markdown file, as links name them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let title = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn design_has_a_table_of_its_sections() {
    let design = read("DESIGN.md");
    let sections = design.lines().filter_map(|line| line.strip_prefix("## "));
    let listed: Vec<_> = design
        .lines()
        .filter_map(|line| line.strip_prefix("- [")?.split_once("](#"))
        .map(|(title, _)| title)
        .collect();
    assert_eq!(sections.collect::<Vec<_>>(), listed);
}
