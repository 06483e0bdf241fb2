//! The compiler's own word on the types that must not compile: one `cargo check` of each folder, its errors told apart by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The codes of the errors at a type, or the names of types.
type Codes = BTreeSet<String>;

/// By `theme::name`: what rustc said, which is nothing if the type compiles.
pub fn refusals() -> &'static BTreeMap<String, Codes> {
    static REFUSALS: LazyLock<BTreeMap<String, Codes>> = LazyLock::new(|| {
        let mut all = check("refused");
        all.extend(check("late"));
        all
    });
    &REFUSALS
}

fn check(folder: &str) -> BTreeMap<String, Codes> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("types").join(folder);
    let places = Places::of(&sources);
    let mut found: BTreeMap<String, Codes> =
        places.names().map(|name| (name.to_owned(), Codes::new())).collect();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--offline", "--quiet", "--message-format=json", "--manifest-path"])
        .arg(krate(folder).join("Cargo.toml"))
        // That of `support/project.rs`, whose crates have the same dependencies.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let mut messages = 0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let message = &line["message"];
        if line["reason"] != "compiler-message" || message["level"] != "error" {
            continue;
        }
        messages += 1;
        // An overflow is reported at the derive, and its notes say where the type is.
        let names = [&message["spans"], &message["children"]].map(|part| places.named_in(part));
        for name in names.into_iter().find(|names| !names.is_empty()).into_iter().flatten() {
            found.entry(name).or_default().insert(code(message));
        }
    }
    assert!(
        messages > 0 || found.is_empty() || output.status.success(),
        "cargo check of {folder} said nothing about the types: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    found
}

/// `WC0013`, or rustc's own code.
fn code(message: &serde_json::Value) -> String {
    let text = message["rendered"].as_str().unwrap_or_default();
    let ours = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        word.len() == 6 && word.starts_with("WC") && word[2..].bytes().all(|digit| digit.is_ascii_digit())
    });
    ours.or(message["code"]["code"].as_str()).unwrap_or("error").to_owned()
}

/// Every place a message points to, and where macros were called that led there.
fn spans(value: &serde_json::Value, found: &mut Vec<(String, usize)>) {
    match value {
        serde_json::Value::Object(fields) => {
            if let (Some(file), Some(line)) = (value["file_name"].as_str(), value["line_start"].as_u64()) {
                found.push((file.to_owned(), usize::try_from(line).unwrap_or(usize::MAX)));
            }
            fields.values().for_each(|value| spans(value, found));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| spans(value, found)),
        _ => {}
    }
}

/// Where the types of a folder begin: by theme, line and name.
struct Places(Vec<(String, usize, String)>);

impl Places {
    fn of(folder: &Path) -> Self {
        let mut places = Vec::new();
        for entry in fs::read_dir(folder).expect("a folder of types") {
            let path = entry.expect("a readable folder").path();
            let theme = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a readable file");
            for (number, line) in text.lines().enumerate() {
                let Some((name, rest)) = line.strip_prefix("    ").and_then(|line| line.split_once(": "))
                else {
                    continue;
                };
                let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                if is_name && rest.contains(" = [") {
                    places.push((theme.clone(), number + 1, format!("{theme}::{name}")));
                }
            }
        }
        places.sort();
        Self(places)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, _, name)| name.as_str())
    }

    /// The types that a part of a message points to.
    fn named_in(&self, part: &serde_json::Value) -> Codes {
        let mut lines = Vec::new();
        spans(part, &mut lines);
        lines.iter().filter_map(|(file, line)| self.at(file, *line)).map(str::to_owned).collect()
    }

    /// The last type of this file that begins at this line or before.
    fn at(&self, file: &str, line: usize) -> Option<&str> {
        let theme = Path::new(file).file_stem()?.to_string_lossy();
        let mut in_file = self.0.iter().filter(|(of, start, _)| *of == theme && *start <= line);
        in_file.next_back().map(|(_, _, name)| name.as_str())
    }
}

fn work() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("types-verdict")
}

/// A package around `verdict/<folder>.rs`, with the versions of this workspace.
fn krate(folder: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let package = work().join(folder);
    fs::create_dir_all(&package).expect("a folder for the package");
    let manifest = format!(
        "[package]\nname = \"types-{folder}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = {:?}\n\n\
         [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = \"1\"\nwirecheck = {{ path = {:?}, default-features = false }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
        root.join(format!("tests/types/verdict/{folder}.rs")),
        root.join("harness"),
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).expect("a lock file");
    package
}
