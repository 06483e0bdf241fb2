//! A headless Chromium: opens a page, asks it a question, and returns the answer and what is on the console.

use serde_json::Value;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Only reached in case of a hang.
const DEADLINE: Duration = Duration::from_secs(60);

/// The first of the names under which it is installed, in a `PATH`.
pub(crate) fn find(path: &OsStr) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(path).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// The result of a visit.
pub(crate) struct Visit {
    /// The answer.
    pub(crate) answer: Value,
    /// Errors and everything else on the console.
    pub(crate) console: Vec<String>,
}

/// Said by every page, so that a console that is not heard is noticed.
const HEARD: &str = "the console is heard";

/// Opens `html` at a hash in a window of this width, and evaluates `question`, the body of a function.
pub(crate) fn visit(browser: &Path, html: &str, hash: &str, width: u32, question: &str) -> Visit {
    // One at a time: a browser has several processes, and what is measured in one is not to wait for another.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let early = "<script>addEventListener('DOMContentLoaded', () => { window.readyAt = performance.now(); });</script>";
    let late = format!(
        "<script>addEventListener('load', () => {{ console.log('{HEARD}'); const answer = (() => {{ {question} }})(); \
         const out = document.createElement('pre'); out.id = 'answer'; out.textContent = encodeURIComponent(JSON.stringify(answer)); \
         document.body.append(out); }});</script></body>"
    );
    let html = html.replacen("<head>", &format!("<head>{early}"), 1);
    let (page, end) = html.rsplit_once("</body>").unwrap();
    std::fs::write(&file, format!("{page}{late}{end}")).unwrap();
    let output = run(Command::new(browser)
        .args(["--headless", "--disable-gpu", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run"])
        .args(["--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--window-size={width},900"))
        .arg(format!("file://{}{hash}", file.display())));
    let (dom, log) = output;
    let answer = dom.rsplit_once("<pre id=\"answer\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let (answer, _) = answer.unwrap_or_else(|| panic!("the page gave no answer: {log}"));
    let answer = serde_json::from_str(&decoded(answer)).unwrap();
    let console: Vec<String> =
        log.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect();
    let (heard, console): (Vec<_>, Vec<_>) = console.into_iter().partition(|line| line.contains(HEARD));
    assert_eq!(heard.len(), 1, "{log}");
    Visit { answer, console }
}

/// What `encodeURIComponent` makes of a text, back.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&more[..2]).unwrap(), 16).unwrap());
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Both streams of a program that ends, or is killed at the deadline.
fn run(command: &mut Command) -> (String, String) {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |stream: &mut dyn Read| {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let err = std::thread::spawn(move || read(&mut err));
    let out = std::thread::spawn(move || read(&mut out));
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > DEADLINE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the browser hangs");
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    (out.join().unwrap(), err.join().unwrap())
}
