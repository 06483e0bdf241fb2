//! `report.html`: everything that a run left, as one file that needs nothing beside it.
//!
//! ```
//! use wirecheck::report::Compat;
//! use wirecheck::report::html::{Page, Section, SectionRow};
//!
//! let compat: Compat = ron::from_str(
//!     r#"(schema: 3, generator: "me", command: "cargo run", cells: [
//!         (workload: "squares", backend: pool, format: "ron", tasks: 1, expected: "pass", outcome: Pass),
//!     ])"#,
//! )?;
//! let notes = Section::new("notes", "Notes").text("Of our own.").columns(["what", "how"]);
//! let notes = notes.row(SectionRow::new(["`pool`", "well"]).code("let x = 1;"));
//! let html = Page::new(&compat).section(&notes).to_html();
//! assert!(html.starts_with("<!DOCTYPE html>") && html.contains("squares"));
//! # Ok::<(), ron::error::SpannedError>(())
//! ```
//!
//! The look is `style.css`, what moves is `script.js`; `early.js` is what must be done before anything is drawn.

mod axis;
mod bars;
mod break_even;
mod data;
mod figure;
mod grid;
mod header;
mod heat;
mod page;
mod peers;
mod phases;
mod plot;
mod rules;
mod scaling;
mod section;
mod sweep;
mod words;

pub use page::Page;
pub use section::{Section, SectionRow};
