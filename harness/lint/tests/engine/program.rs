//! What is found in the fixture, exactly.

use crate::workspace::{Workspace, copy, here};
use libtest_mimic::Trial;
use std::collections::BTreeMap;
use wirecheck_lint::Survey;
use wirecheck_lint::survey::{Kind, Side};

pub(crate) fn tests() -> Vec<Trial> {
    vec![Trial::test("the_program_of_the_fixture", || {
        let workspace = Workspace::new("program", &[]);
        copy(&here().join("tests/program"), &workspace.folder);
        let before = workspace.files();
        let found = workspace.survey(&["--locked"]).unwrap_or_else(|error| panic!("{error}"));
        let found_all = [roots(&found), types(&found), formats(&found), unseen(&found)];
        assert_eq!(found_all.concat().join("\n"), EXPECTED.trim_end());
        places(&found);
        assert!(workspace.files() == before, "sources or the lock file changed");
        // Nothing is built again, and nothing else is found.
        let built = workspace.notes();
        let again = workspace.survey(&["--locked"]).unwrap_or_else(|error| panic!("{error}"));
        assert!(!built.is_empty() && workspace.notes() == built, "it was built again");
        assert!(again == found);
        Ok(())
    })]
}

const EXPECTED: &str = include_str!("program.txt");

fn roots(found: &Survey) -> Vec<String> {
    let side = |side| if side == Side::Serialize { "written" } else { "read" };
    let members = found.roots.iter().filter(|root| root.package.is_member);
    members
        .map(|root| {
            let chosen = root.chosen.as_ref().map(|place| format!(" for {place}")).unwrap_or_default();
            let format = root.format.as_deref().unwrap_or("?");
            format!(
                "{} {} in {format} by {} at {}{chosen}",
                root.type_name,
                side(root.side),
                root.function,
                root.call
            )
        })
        .collect()
}

/// Types of members, and what is known of them.
fn types(found: &Survey) -> Vec<String> {
    let own = found.types.iter().filter(|note| {
        note.name.starts_with("app::") || note.name.starts_with("store::") || note.name.starts_with("all::")
    });
    own.map(|note| {
        let kind = match note.kind {
            Kind::Derived(source) => format!("derived at {}", found.sources[source].place),
            Kind::ByHand => "by hand".to_owned(),
            Kind::Std => "std".to_owned(),
        };
        let fields: Vec<String> = note
            .fields
            .iter()
            .map(|field| match field.variant {
                Some(variant) => format!("{variant}.{}: {}", field.field, field.type_name),
                None => format!("{}: {}", field.field, field.type_name),
            })
            .collect();
        let converted =
            [&note.converted.into, &note.converted.from, &note.converted.try_from, &note.converted.remote];
        let converted: Vec<&str> = converted.into_iter().flatten().map(String::as_str).collect();
        format!("{} {:?} {kind} ({}) ({})", note.name, note.side, fields.join(", "), converted.join(", "))
    })
    .collect()
}

/// The formats of each type of a member.
fn formats(found: &Survey) -> Vec<String> {
    let mut all: BTreeMap<(&str, Side), Vec<String>> = BTreeMap::new();
    for met in &found.meetings {
        if met.type_name.starts_with("app::")
            || met.type_name.starts_with("store::")
            || met.type_name.starts_with("all::")
        {
            let buffered = if met.is_buffered { " buffered" } else { "" };
            let format = met.format.as_deref().unwrap_or("?");
            all.entry((&met.type_name, met.side)).or_default().push(format!("{format}{buffered}"));
        }
    }
    all.into_iter()
        .map(|((name, side), formats)| format!("{name} {side:?}: {}", formats.join(", ")))
        .collect()
}

fn unseen(found: &Survey) -> Vec<String> {
    found
        .unseen
        .iter()
        .map(|dark| {
            let place = dark.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
            format!("{}{place}: {}", dark.what, dark.reason)
        })
        .collect()
}

/// Every token of every source can be found in its file.
fn places(found: &Survey) {
    let of_members: Vec<_> = found.sources.iter().filter(|source| source.package.is_member).collect();
    assert_eq!(of_members.len(), 10);
    for source in of_members {
        let input: syn::DeriveInput =
            syn::parse_str(&source.text).unwrap_or_else(|error| panic!("{error}: {}", source.text));
        let start = input.ident.span().start();
        assert_eq!(source.place(start.line, start.column).as_ref(), Some(&source.place), "{}", source.text);
        for attribute in &input.attrs {
            let start = attribute.pound_token.span.start();
            let place = source.place(start.line, start.column).unwrap();
            let text = std::fs::read_to_string(here().join("tests/program").join(&place.file)).unwrap();
            let line = text.lines().nth(place.line as usize - 1).unwrap();
            assert!(line[place.column as usize - 1..].starts_with("#[serde("), "{place}: {line}");
        }
    }
}
