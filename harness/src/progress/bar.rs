//! A progress bar on the terminal, during one call.

use super::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;

/// Draws nothing if standard error is not a terminal.
#[derive(Debug)]
pub(super) struct Bar {
    bar: ProgressBar,
    failed: u64,
}

/// With and without a known total.
const KNOWN: &str = "{bar:30} {pos}/{len}{msg} {rate} eta {eta}";
const UNKNOWN: &str = "{spinner} {pos}{msg} {rate} {elapsed}";

impl Bar {
    pub(super) fn new(total: Option<u64>) -> Self {
        Self::on(ProgressDrawTarget::stderr(), total)
    }

    fn on(target: ProgressDrawTarget, total: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(total, target);
        // The templates are constants and valid. A bar that looks different is no reason to fail a call.
        if let Ok(style) = ProgressStyle::with_template(if total.is_some() { KNOWN } else { UNKNOWN }) {
            bar.set_style(style.with_key("rate", rate));
        }
        bar.tick();
        Self { bar, failed: 0 }
    }

    pub(super) fn show(&mut self, progress: &Progress) {
        if progress.failed != self.failed {
            self.failed = progress.failed;
            self.bar.set_message(format!(" ({} failed)", self.failed));
        }
        self.bar.set_position(progress.done);
    }
}

/// indicatif shows four decimals, which nobody needs.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    let rate = state.per_sec();
    // A line that cannot be written is no reason to fail a call.
    let _ = if rate < 10.0 { write!(out, "{rate:.1}/s") } else { write!(out, "{rate:.0}/s") };
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::TermLike;
    use std::io;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    /// The line a terminal would show, and all that it ever showed.
    #[derive(Clone, Debug, Default)]
    struct Screen(Arc<Mutex<(String, Vec<String>)>>);

    impl Screen {
        fn line(&self) -> String {
            self.0.lock().unwrap().0.trim_end().to_owned()
        }

        fn has_shown(&self, words: &str) -> bool {
            self.0.lock().unwrap().1.iter().any(|line| line.contains(words))
        }
    }

    impl TermLike for Screen {
        fn width(&self) -> u16 {
            100
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            self.0.lock().unwrap().0.push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            self.0.lock().unwrap().0.clear();
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            let mut screen = self.0.lock().unwrap();
            let line = screen.0.clone();
            screen.1.push(line);
            Ok(())
        }
    }

    fn progress(done: u64, failed: u64) -> Progress {
        Progress { done, failed, total: Some(4), elapsed: Duration::from_secs(done) }
    }

    fn bar(total: Option<u64>) -> (Screen, Bar) {
        let screen = Screen::default();
        let bar = Bar::on(ProgressDrawTarget::term_like(Box::new(screen.clone())), total);
        (screen, bar)
    }

    #[test]
    fn it_shows_what_is_done_what_failed_how_fast_and_what_is_left() {
        let (screen, mut bar) = bar(Some(4));
        assert!(screen.line().contains("0/4"), "{}", screen.line());
        bar.show(&progress(1, 0));
        bar.show(&progress(2, 1));
        bar.bar.force_draw();
        let line = screen.line();
        for words in ["2/4 (1 failed)", "/s", "eta "] {
            assert!(line.contains(words), "{words}: {line}");
        }
        drop(bar);
        assert_eq!(screen.line(), "", "it goes with the call");
        assert!(screen.has_shown("(1 failed)"));
    }

    #[test]
    fn without_a_total_it_counts() {
        let (screen, mut bar) = bar(None);
        bar.show(&progress(3, 0));
        bar.bar.force_draw();
        let line = screen.line();
        assert!(line.contains('3') && line.contains("/s") && !line.contains("eta"), "{line}");
    }

    #[test]
    fn it_is_hidden_where_standard_error_is_no_terminal() {
        if !io::IsTerminal::is_terminal(&io::stderr()) {
            assert!(Bar::new(Some(4)).bar.is_hidden());
        }
    }
}
