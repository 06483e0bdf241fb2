//! Sections that a program adds to the page: a table, with texts and code under its rows.

use super::words::words;
use maud::{Markup, html};

/// A part of the page that the reports do not have: a title, sentences, a table.
///
/// Text in backticks is displayed as code, and the code of a rule links to its page.
///
/// ```
/// use wirecheck::report::html::{Section, SectionRow};
///
/// let row = SectionRow::new(["a lock", "refused"]).text("`serde` would forget the lock.").code("Mutex::new(1)");
/// let section = Section::new("locks", "Locks").text("What becomes of them.").columns(["what", "here"]).row(row);
/// assert_eq!(section.id(), "locks");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    id: String,
    title: String,
    texts: Vec<String>,
    columns: Vec<String>,
    rows: Vec<SectionRow>,
}

/// A line of a [`Section`]'s table, and what can be unfolded under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionRow {
    cells: Vec<String>,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Text(String),
    Code(String),
}

impl Section {
    /// A section with nothing in it. `id` is its place in the page's address: letters, digits and `-`.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), ..Self::default() }
    }

    /// Its place in the page's address.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Adds a paragraph above the table.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.texts.push(text.into());
        self
    }

    /// Names the columns.
    #[must_use]
    pub fn columns<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.columns = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a line.
    #[must_use]
    pub fn row(mut self, row: SectionRow) -> Self {
        self.rows.push(row);
        self
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    pub(super) fn markup(&self) -> Markup {
        let Self { id, title, texts, columns, rows } = self;
        html! {
            section id=(id) aria-labelledby={ (id) "-h" } {
                h2 id={ (id) "-h" } { (title) }
                @for text in texts { p.lead { (words(text)) } }
                @if !rows.is_empty() {
                    .scroll tabindex="0" role="region" aria-label=(title) {
                        table.plain.rows {
                            caption.away { (title) }
                            thead { tr { @for name in columns { th scope="col" { (words(name)) } } } }
                            tbody { @for row in rows { (row.markup(columns.len())) } }
                        }
                    }
                }
            }
        }
    }
}

impl SectionRow {
    /// A line with these cells.
    pub fn new<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self { cells: cells.into_iter().map(Into::into).collect(), blocks: Vec::new() }
    }

    /// Adds a paragraph under the line.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Adds code or a compiler's message under the line.
    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Code(text.into()));
        self
    }

    fn markup(&self, columns: usize) -> Markup {
        html! {
            tr.has[!self.blocks.is_empty()] {
                @for (at, cell) in self.cells.iter().enumerate() {
                    @if at == 0 { th scope="row" { (words(cell)) } } @else { td { (words(cell)) } }
                }
            }
            @if !self.blocks.is_empty() {
                tr.under {
                    td colspan=(columns.max(1)) {
                        details {
                            summary { "More" span.away { " of " (self.cells.first().map_or("", String::as_str)) } }
                            @for block in &self.blocks {
                                @match block {
                                    Block::Text(text) => p { (words(text)) },
                                    Block::Code(text) => pre tabindex="0" { code { (super::words::linked(text)) } },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
