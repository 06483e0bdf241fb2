//! On a terminal: text as wide as it is, and colour.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::Read as _;
use std::process::Command;

/// What the program writes to a terminal with this many columns.
fn on_terminal(columns: u16, change: impl FnOnce(&mut Command)) -> String {
    let parent = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&parent).unwrap();
    unlockpt(&parent).unwrap();
    let path = ptsname(&parent, Vec::new()).unwrap().into_string().unwrap();
    let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&parent, size).unwrap();

    let terminal = File::options().read(true).write(true).open(path).unwrap();
    let mut command = super::program();
    command.args(["wirecheck", "explain", "WC0040"]).env("TERM", "xterm").env_remove("NO_COLOR");
    change(&mut command);
    let mut child = command.stdout(terminal).spawn().unwrap();
    // Its own copy of the terminal goes with it, so reading ends when the child does.
    drop(command);

    let mut written = Vec::new();
    // Linux says that the other end is gone with an error and not with the end of the file.
    let _ = File::from(parent).read_to_end(&mut written);
    assert!(child.wait().unwrap().success());
    String::from_utf8(written).unwrap().replace("\r\n", "\n")
}

#[test]
fn text_is_as_wide_as_the_terminal() {
    for columns in [40, 72] {
        let page = on_terminal(columns, |command| {
            command.env("NO_COLOR", "1");
        });
        assert!(page.starts_with("WC0040 self-describing\n\n"), "{page}");
        assert!(!page.contains('\x1b') && !page.contains("```"), "{page}");
        // Code keeps its lines.
        let widest = page.lines().filter(|line| !line.starts_with("    ")).map(|line| line.chars().count());
        let widest = widest.max().unwrap();
        let columns = usize::from(columns);
        assert!(widest <= columns && widest > columns - 15, "{widest} of {columns} columns:\n{page}");
    }
}

#[test]
fn a_terminal_gets_colour_unless_it_cannot_or_shall_not() {
    let page = on_terminal(80, |_| {});
    assert!(page.starts_with("\x1b[1mWC0040 self-describing\x1b[0m\n"), "{page}");
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let page = on_terminal(80, |command| {
            command.env(name, value);
        });
        assert!(!page.contains('\x1b'), "{name}: {page}");
    }
}
