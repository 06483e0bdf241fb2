//! Several copies of the library in one program: of another version, and of one with the same three numbers.

#[path = "support/project.rs"]
mod project;

use project::{Project, root};
use std::fs;
use std::path::{Path, PathBuf};

/// Copies the crates of the library, as another version, and gives the folder of the one to depend on.
fn copy(name: &str, version: &str) -> PathBuf {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), name);
    let numbers = version.split('-').next().unwrap().replace('.', "_");
    let change = |text: &str| {
        text.replace("version = \"=0.1.0\"", &format!("version = \"={version}\""))
            .replace("version = \"0.1.0\"", &format!("version = \"{version}\""))
            .replace("__private_0_1_0", &format!("__private_{numbers}"))
    };
    let manifest = change(&fs::read_to_string(root().join("Cargo.toml")).unwrap());
    let (before, rest) = manifest.split_once("members = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let members = "\"derive\", \"derive/model\", \"derive/rules\", \"harness\"";
    let members = format!("{before}members = [{members}]{after}");
    let manifest: Vec<&str> = members
        .lines()
        .filter(|line| !line.starts_with("exclude") && !line.starts_with("default-members"))
        .collect();
    let manifest = project.file("Cargo.toml", &manifest.join("\n"));
    for folder in ["derive", "harness"] {
        walk(&mut project, &root().join(folder), folder, &change);
    }
    manifest.with_file_name("harness")
}

fn walk(project: &mut Project, from: &Path, to: &str, change: &dyn Fn(&str) -> String) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !["fuzz-corpus", "target", "cargo-wirecheck"].contains(&name) {
                walk(project, &path, &format!("{to}/{name}"), change);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            project.file(&format!("{to}/{name}"), &change(&text));
        }
    }
}

const MAIN: &str = r#"
macro_rules! library {
    ($name:ident) => {
        pub mod $name {
            use $name::{Error, Pool, Spawn, closure};

            pub fn init() {
                $name::init();
            }

            /// The same type in each library, and another value.
            fn work(x: u64) -> String {
                format!("{} {x}", stringify!($name))
            }

            fn pool() -> Result<Pool, Error> {
                Pool::builder().workers(1).build()
            }

            pub fn run() -> String {
                tried().unwrap_or_else(|error| error.to_string())
            }

            fn tried() -> Result<String, Error> {
                let by = 3;
                let mut found = pool()?.map(work, [1, 2])?;
                found.extend(Spawn::builder().workers(1).build()?.map(work, [3])?);
                found.extend(pool()?.map(closure!(|x: u64| format!("{} {}", stringify!($name), x * by)), [2])?);
                Ok(found.join(", "))
            }

            /// In a worker of this library, the others.
            pub fn nested() -> String {
                let nested = pool().and_then(|pool| pool.map(super::all, [0]));
                nested.map_or_else(|error| error.to_string(), |mut found| found.remove(0))
            }

            /// Each copy tells functions from closures.
            pub fn bare() -> String {
                pool().and_then(|pool| pool.map(|x: u64| x, [1])).unwrap_err().to_string()
            }
        }
    };
}

mod of {
    library!(one);
    library!(two);
    library!(three);

    pub fn all(_: u64) -> String {
        [one::run(), two::run(), three::run()].join("; ")
    }
}

fn main() {
    let mut inits = [of::one::init, of::two::init, of::three::init];
    let turn = std::env::var("TURN").ok().and_then(|turn| turn.parse().ok()).unwrap_or(0);
    inits.rotate_left(turn);
    inits.map(|init| init());
    println!("{}", of::all(0));
    for nested in [of::one::nested(), of::two::nested(), of::three::nested()] {
        println!("{nested}");
    }
    for bare in [of::one::bare(), of::two::bare(), of::three::bare()] {
        println!("{}", &bare[..8]);
    }
}
"#;

#[test]
fn each_copy_of_the_library_finds_its_own() {
    let version = env!("CARGO_PKG_VERSION");
    // This one as well: cargo takes the workspace around the project for that of the copies if it meets it first.
    let folders = [("one", version), ("two", "0.2.0"), ("three", &format!("{version}-copy"))];
    let folders = folders.map(|(name, version)| (name, copy(&format!("versions_{name}"), version)));
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), "versions");
    // Without the library, of which it knows one copy.
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let others: Vec<&str> =
        lock.split("\n\n").filter(|package| !package.contains("\nname = \"wirecheck")).collect();
    project.file("Cargo.lock", &others.join("\n\n"));
    let features = "default-features = false, features = [\"runtime\", \"bincode\"]";
    let of = |name: &str, path: &Path| {
        format!("{name} = {{ package = \"wirecheck\", path = {path:?}, {features} }}\n")
    };
    let dependencies: String = folders.iter().map(|(name, folder)| of(name, folder)).collect();
    project.manifest_with("versions", "2024", &dependencies);
    project.file("src/main.rs", MAIN);
    let built = project.cargo(&["build"]);
    assert!(built.good, "{}", built.report());

    let each = |name: &str| format!("{name} 1, {name} 2, {name} 3, {name} 6");
    let all = [each("one"), each("two"), each("three")].join("; ");
    let expected = [all.as_str(), &all, &all, &all, "[WC0099]", "[WC0099]", "[WC0099]"].join("\n");
    // Whichever asks first whether the process is its worker.
    for turn in 0..3 {
        let mut command = project.command();
        let output =
            command.args(["run", "--quiet", "--offline"]).env("TURN", turn.to_string()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert_eq!(said, expected, "turn {turn}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
