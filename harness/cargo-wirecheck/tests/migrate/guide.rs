//! The guide: each of its commands is run as it stands there.

use super::vault::Vault;

const GUIDE: &str = include_str!("../../../src/guide/lint.md");

#[test]
fn the_commands_do_what_the_guide_says() {
    let is_console = |part: &&str| part.starts_with("console\n");
    let blocks = GUIDE.split("```").filter(is_console);
    let commands: Vec<&str> = blocks
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("$ cargo wirecheck "))
        .filter(|line| line.starts_with("migrate"))
        .map(|line| line.split(" #").next().unwrap_or(line).trim_end())
        .collect();
    assert_eq!(commands.len(), 3, "{commands:?}");
    let vault = Vault::new();
    for command in commands {
        let words: Vec<&str> = command.split(' ').collect();
        let found = vault.wirecheck("vault", &words);
        assert_eq!(found.code, Some(0), "{command}: {}", found.stderr);
        assert!(found.stdout.contains("vault::model::Note"), "{command}: {}", found.stdout);
    }
    for file in ["migrate.html", "migrate.md", "migrate.json"] {
        assert!(GUIDE.contains(file) && vault.path("vault/leaving").join(file).is_file(), "{file}");
    }
}

#[test]
fn the_text_of_the_guide_is_that_of_the_command() {
    let vault = Vault::new();
    let found = vault.migrate(&["--lib", "--to", "postcard,bincode2"]);
    let shown = GUIDE
        .split("```text\n")
        .find(|rest| rest.starts_with("vault::"))
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert!(found.stdout.contains(shown), "{shown}\n{}", found.stdout);
}
