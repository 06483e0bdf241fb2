//! A second run gives the same report, and asks cargo for nothing but its build, until something changes.

use super::repository::Ended;
use super::shop::Shop;
use std::fs;
use std::path::PathBuf;

/// What cargo is asked where nothing is known.
const ALL: [&str; 2] = ["metadata", "build"];

/// A cargo that notes what it is asked.
struct Noting<'a> {
    shop: &'a Shop,
    cargo: PathBuf,
}

impl<'a> Noting<'a> {
    fn new(shop: &'a Shop) -> Self {
        let cargo = shop.path("noting-cargo");
        let real = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let text = format!("#!/bin/sh\necho \"$1\" >> \"$0.asked\"\nexec {real:?} \"$@\"\n");
        fs::write(&cargo, text).unwrap();
        make_executable(&cargo);
        Self { shop, cargo }
    }

    /// Runs the command: how it ended, and which of cargo's commands it took.
    fn run(&self, folder: &str, words: &[&str], variables: &[(&str, &str)]) -> (Ended, Vec<String>) {
        let asked = self.cargo.with_extension("asked");
        let _ = fs::remove_file(&asked);
        let cargo = self.cargo.to_str().unwrap();
        let ended = self.shop.run(folder, words, &[&[("CARGO", cargo)], variables].concat());
        let text = fs::read_to_string(asked).unwrap_or_default();
        (ended, text.lines().map(str::to_owned).collect())
    }

    fn lint(&self, words: &[&str], variables: &[(&str, &str)]) -> (Ended, Vec<String>) {
        self.run("", &[&["lint", "--locked"], words].concat(), variables)
    }
}

fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_second_run_gives_the_same_report_until_something_changes() {
    let shop = Shop::new();
    let noting = Noting::new(&shop);
    let (first, asked) = noting.lint(&[], &[]);
    assert_eq!((first.code, &asked[..]), (Some(1), &ALL.map(str::to_owned)[..]), "{}", first.stderr);
    let (second, asked) = noting.lint(&[], &[]);
    assert_eq!((second.code, &second.stdout), (first.code, &first.stdout));
    assert_eq!(asked, ["build"]);

    let (other, asked) = noting.lint(&["--formats", "json"], &[]);
    assert_eq!(asked, ALL, "other formats are another report");
    assert_ne!(other.stdout, first.stdout);
    let (_, asked) = noting.lint(&[], &[("CARGO_TERM_VERBOSE", "false")]);
    assert_eq!(asked, ALL, "cargo reads other variables");

    shop.replace("src/model.rs", "    #[serde(flatten)]\n", "");
    let (mended, asked) = noting.lint(&[], &[]);
    assert_eq!(asked, ["build", "metadata", "build"], "cargo built something");
    assert!(mended.stdout.len() < first.stdout.len(), "{}", mended.stdout);
    assert_eq!(noting.lint(&[], &[]).1, ["build"]);

    shop.replace("Cargo.toml", "[dependencies]", "description = \"a shop\"\n[dependencies]");
    assert_eq!(noting.lint(&[], &[]).1, ALL, "a manifest was written");
    assert_eq!(noting.lint(&[], &[]).1, ["build"]);
    damage(&shop);
    let (healed, asked) = noting.lint(&[], &[]);
    assert_eq!((healed.code, &healed.stdout), (mended.code, &mended.stdout));
    assert!(asked.ends_with(&ALL.map(str::to_owned)), "{asked:?}");
}

#[test]
fn a_workspace_without_a_lock_file_is_as_fast() {
    let shop = Shop::new();
    fs::remove_file(shop.path("Cargo.lock")).unwrap();
    let noting = Noting::new(&shop);
    let (first, asked) = noting.run("", &["lint"], &[]);
    assert_eq!((first.code, &asked[..]), (Some(1), &ALL.map(str::to_owned)[..]), "{}", first.stderr);
    let (second, asked) = noting.run("", &["lint"], &[]);
    assert_eq!((second.stdout, &asked[..]), (first.stdout, &["build".to_owned()][..]));
    assert!(!shop.path("Cargo.lock").exists());
}

#[test]
fn the_configuration_is_the_one_from_where_cargo_runs() {
    let shop = Shop::new();
    let noting = Noting::new(&shop);
    shop.write("elsewhere/.cargo/config.toml", "");
    let words = ["lint", "--locked", "--manifest-path", "../Cargo.toml"];
    assert_eq!(noting.run("elsewhere", &words, &[]).1, ALL);
    assert_eq!(noting.run("elsewhere", &words, &[]).1, ["build"]);
    shop.write("elsewhere/.cargo/config.toml", "[term]\nverbose = false\n");
    assert_eq!(noting.run("elsewhere", &words, &[]).1, ALL, "a configuration was written");
}

/// Cuts all that is kept in half.
fn damage(shop: &Shop) {
    let kept = fs::read_dir(shop.target().join("wirecheck-lint")).unwrap().map(|entry| entry.unwrap().path());
    let reports: Vec<PathBuf> =
        kept.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    assert!(reports.len() >= 2, "{reports:?}");
    for path in reports {
        let text = fs::read(&path).unwrap();
        fs::write(&path, &text[..text.len() / 2]).unwrap();
    }
}
