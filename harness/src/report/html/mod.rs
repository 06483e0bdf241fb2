//! `report.html`: everything that a run found, as one file that needs no others.
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
//! let notes = Section::new("notes", "Notes").text("Our notes.").columns(["what", "how"]);
//! let notes = notes.row(SectionRow::new(["`pool`", "well"]).code("let x = 1;"));
//! let html = Page::new(&compat).section(&notes).to_html();
//! assert!(html.starts_with("<!DOCTYPE html>") && html.contains("squares"));
//! # Ok::<(), ron::error::SpannedError>(())
//! ```
//!
//! The style is in `style.css`, the script in `script.js`; `early.js` runs before anything is drawn. `plot.css` is the style of a
//! plot in a separate file.

mod axis;
mod bars;
mod data;
mod figure;
mod findings;
mod grid;
mod header;
mod heat;
mod page;
mod phases;
mod plot;
mod rules;
mod section;
mod standalone;
mod words;

pub use page::Page;
pub use section::{Section, SectionRow};
pub(crate) use standalone::plots;
