//! Where text goes, and how wide and colourful it may be there.

use crate::markdown::{Style, render, wrap};
use std::io::{self, IsTerminal as _, Write as _};
use terminal_size::{Width, terminal_size_of};

/// Long lines are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// Standard output.
#[derive(Debug)]
pub(crate) struct Output {
    /// Of the terminal; nothing where it is none.
    style: Option<Style>,
}

impl Output {
    pub(crate) fn of_process() -> Self {
        let stdout = io::stdout();
        if !stdout.is_terminal() {
            return Self { style: None };
        }
        let columns = terminal_size_of(&stdout).map_or(80, |(Width(columns), _)| usize::from(columns));
        let unset = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
        let colour = unset("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { style: Some(Style { width: columns.min(WIDEST), colour }) }
    }

    /// Prints Markdown: drawn for a terminal, as it is for everything else.
    pub(crate) fn markdown(&self, text: &str) -> io::Result<()> {
        match self.style {
            Some(style) => write(&render(text, style)),
            None => write(text),
        }
    }

    #[cfg(feature = "cluster")]
    pub(crate) fn is_terminal(&self) -> bool {
        self.style.is_some()
    }

    /// How wide and colourful findings may be.
    #[cfg(feature = "lint")]
    pub(crate) fn look(&self) -> wirecheck_lint::report::Look {
        use wirecheck_lint::report::Look;
        self.style.map_or_else(Look::default, |Style { width, colour }| Look { width, colour })
    }

    /// Prints text as it is.
    #[cfg(any(feature = "cluster", feature = "lint"))]
    pub(crate) fn plain(&self, text: &str) -> io::Result<()> {
        write(text)
    }

    /// Prints text in the place of what is on the terminal.
    #[cfg(feature = "cluster")]
    pub(crate) fn screen(&self, text: &str) -> io::Result<()> {
        write(&format!("\x1b[H\x1b[2J{text}"))
    }

    /// Prints lines whose last column may be long: wrapped for a terminal, as they are for everything else.
    pub(crate) fn list(&self, lines: &str) -> io::Result<()> {
        let Some(style) = self.style else { return write(lines) };
        write(&lines.lines().map(|line| wrap(line, "", "        ", style)).collect::<String>())
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Says what is wrong on standard error. Nobody is left to tell if that fails.
pub(crate) fn error(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

/// Says on standard error what is no part of the output. Nobody is left to tell if that fails.
#[cfg(feature = "lint")]
pub(crate) fn note(text: &str) {
    let _ = write!(io::stderr(), "{text}");
}
