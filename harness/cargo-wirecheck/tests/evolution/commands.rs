use super::shop::Shop;

/// The root `state` is kept as bincode, and there is a release.
fn released() -> Shop {
    let shop = Shop::new();
    shop.replace("src/model.rs", "    #[serde(flatten)]\n", "");
    shop.replace("src/model.rs", "    #[serde(default, skip_serializing_if = \"is_odd\")]\n", "");
    shop.replace("src/model.rs", "    pub port: u16,\n", "    pub port: u16,\n    pub queue: u16,\n");
    shop.replace("src/main.rs", "port: 80", "port: 80, queue: 5");
    shop.write(
        "wirecheck.toml",
        "[[root]]\nname = \"reply\"\ntype = \"Reply\"\nformats = [\"json\"]\npromise = \"full\"\n",
    );
    let ended = shop.wirecheck(&["lock", "--locked"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("wire.lock has 2 roots\n  new: reply\n  new: state\n"), "{}", ended.stderr);
    let ended = shop.wirecheck(&["release", "1.0.0"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    shop.commit();
    shop
}

#[test]
fn a_change_that_breaks_old_files_is_told_with_a_value_that_shows_it() {
    let shop = released();
    let lock = shop.read("wire.lock");
    assert!(
        lock.contains("root state\n  type shop::model::State\n  format bincode1\n  promise backward\n"),
        "{lock}"
    );
    assert!(
        lock.contains("root reply\n  type shop::model::Reply\n  format json\n  promise full\n"),
        "{lock}"
    );
    // Nothing changed.
    assert_eq!(shop.wirecheck(&["lock", "--check", "--locked"]).code, Some(0));
    let same = shop.wirecheck(&["diff"]);
    assert_eq!(
        (same.code, same.stdout.as_str()),
        (Some(0), "0 promises are broken; 4 comparisons: 4 same\n")
    );

    // A field goes where another was.
    let (old, new) =
        ("    pub port: u16,\n    pub queue: u16,\n", "    pub queue: u16,\n    pub port: u16,\n");
    shop.replace("src/model.rs", old, new);
    let stale = shop.wirecheck(&["lock", "--check", "--locked"]);
    assert_eq!(stale.code, Some(1), "{}", stale.stderr);
    assert!(stale.stderr.contains("  changed: state\nerror: `"), "{}", stale.stderr);
    assert!(
        stale.stderr.ends_with("wire.lock` is out of date; `cargo wirecheck lock` writes it\n"),
        "{}",
        stale.stderr
    );
    assert_eq!(shop.read("wire.lock"), lock, "it only checks");
    assert_eq!(shop.wirecheck(&["lock", "--locked", "--quiet"]).code, Some(0));
    let broken = shop.wirecheck(&["diff"]);
    assert_eq!(broken.code, Some(1), "{}", broken.stderr);
    let text = broken.stdout;
    assert!(
        text.contains("`state` in bincode1, new reads old 1.0.0: silent: a value is read as another one\n"),
        "{text}"
    );
    assert!(
        text.contains("  at State.web.queue: another field has the place of this one (WE0003): `port` is read as `queue`"),
        "{text}"
    );
    assert!(text.contains("  written: State { config: Config { name: "), "{text}");
    assert!(text.contains("web: Web { queue: "), "{text}");

    // The next release does not hide it: each one is looked at.
    assert_eq!(shop.wirecheck(&["release", "1.1.0"]).code, Some(0));
    assert_eq!(shop.wirecheck(&["diff"]).code, Some(1));
    assert_eq!(shop.wirecheck(&["diff", "--against", "1.1.0"]).code, Some(0));
    let tag = shop.wirecheck(&["diff", "--against", "git:HEAD", "--format", "json"]);
    assert_eq!(tag.code, Some(1), "{}", tag.stderr);
    assert!(tag.stdout.contains("\"against\": \"git:HEAD\""), "{}", tag.stdout);
    for format in ["sarif", "github", "markdown"] {
        let ended = shop.wirecheck(&["diff", "--format", format]);
        assert!(ended.code == Some(1) && ended.stdout.contains("WE0003"), "{format}: {}", ended.stdout);
    }
}

#[test]
fn what_cannot_be_read_is_an_error_and_nothing_is_overwritten() {
    let shop = released();
    let lock = shop.read("wire.lock");
    let cases = [
        (lock.replace("version 1\n", "version 9\n"), "line 2: this file has version 9"),
        (lock.replacen("0 config", "0 confih", 1), "it was edited"),
        (lock.replacen("release", "<<<<<<< HEAD\nrelease", 1), "a merge conflict is not resolved"),
    ];
    for (text, message) in cases {
        shop.write("wire.lock", &text);
        for words in [&["diff"][..], &["release", "2.0.0"], &["lock", "--locked"]] {
            let ended = shop.wirecheck(words);
            assert_eq!(ended.code, Some(2), "{words:?}: {}", ended.stderr);
            assert!(ended.stderr.contains(message), "{words:?}: {}", ended.stderr);
            assert!(!ended.stderr.contains("Compiling"), "{words:?}: {}", ended.stderr);
            assert_eq!(shop.read("wire.lock"), text);
        }
    }
    shop.write("wire.lock", &lock);
    let again = shop.wirecheck(&["release", "1.0.0"]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("there is a release 1.0.0 already"), "{}", again.stderr);
    let unknown = shop.wirecheck(&["diff", "--against", "0.1.0"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("`0.1.0` is no release and no file; of releases, there are 1.0.0"),
        "{}",
        unknown.stderr
    );
    shop.write("wirecheck.toml", "[[root]]\nname = \"x\"\ntype = \"Missing\"\n");
    let missing = shop.wirecheck(&["lock", "--locked", "--quiet"]);
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.stderr.contains("nothing in this program writes or reads a type `Missing`"),
        "{}",
        missing.stderr
    );
    assert_eq!(shop.read("wire.lock"), lock);
}

#[test]
fn a_code_is_explained() {
    let shop = Shop::new();
    let ended = shop.wirecheck(&["explain", "WE0001"]);
    assert_eq!(ended.code, Some(0));
    assert!(ended.stdout.starts_with("# WE0001 variant_moved\n"), "{}", ended.stdout);
    assert!(shop.wirecheck(&["explain", "--list"]).stdout.contains("WE0012  content_changed"));
}

#[test]
fn features_that_change_a_shape_are_recorded() {
    let shop = Shop::new();
    shop.replace("Cargo.toml", "[workspace]", "[features]\nextra = []\nidle = []\n\n[workspace]");
    shop.replace("src/model.rs", "    #[serde(flatten)]\n", "");
    shop.replace(
        "src/model.rs",
        "    #[serde(default, skip_serializing_if = \"is_odd\")]\n",
        "    #[cfg(feature = \"extra\")]\n    pub added: u8,\n",
    );
    shop.replace("src/main.rs", "port: 80", "#[cfg(feature = \"extra\")] added: 1, port: 80");
    let ended = shop.wirecheck(&["lock", "--locked", "--each-feature"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("  new: state\n  new: state+extra\n"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("idle"), "a feature that changes nothing: {}", ended.stderr);
    let lock = shop.read("wire.lock");
    assert!(
        lock.contains("root \"state+extra\"\n") && lock.contains("  0 added u8\n  1 port u16\n"),
        "{lock}"
    );
    assert_eq!(shop.wirecheck(&["lock", "--locked", "--each-feature", "--check"]).code, Some(0));
}
