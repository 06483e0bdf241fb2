//! What cargo asks of the compiler, and what is asked of it instead.

use std::ffi::OsString;
use std::path::PathBuf;

/// What a crate is compiled to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Product {
    /// Runs while others are compiled, or is no compilation: left alone.
    Host,
    /// The derive.
    Derive,
    /// An `rlib`, whose objects are read.
    Library,
    /// Another kind of library: its objects are written next to it.
    Linked,
    /// An executable: its objects are written, and it is not linked.
    Executable,
}

/// The arguments of the compiler, as far as they matter.
#[derive(Clone, Debug)]
pub(crate) struct Arguments {
    pub(crate) all: Vec<OsString>,
    pub(crate) crate_name: String,
    pub(crate) product: Product,
    pub(crate) extra: String,
    pub(crate) out: PathBuf,
    /// Whether it is a crate of somebody else: cargo allows all lints there. Flags of the user may have the word for all crates.
    pub(crate) is_foreign: bool,
}

impl Arguments {
    pub(crate) fn new(all: Vec<OsString>) -> Self {
        let words: Vec<String> = all.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let after = |name: &str| {
            let at = words.iter().position(|word| word == name)?;
            words.get(at + 1).cloned()
        };
        let emits = emit(&words).is_some_and(|(_, kinds)| kinds.split(',').any(|kind| kind == "link"));
        let crate_name = after("--crate-name").unwrap_or_default();
        let kinds: Vec<&String> =
            words.windows(2).filter(|pair| pair[0] == "--crate-type").map(|pair| &pair[1]).collect();
        let is = |kind: &str| kinds.iter().any(|found| found.split(',').any(|found| found == kind));
        let is_test = words.iter().any(|word| word == "--test");
        let is_print = words.iter().any(|word| word.starts_with("--print"));
        let product = match () {
            () if !emits || is_print || crate_name.starts_with("build_script_") => Product::Host,
            () if is("proc-macro") && crate_name == "serde_derive" => Product::Derive,
            () if is("proc-macro") => Product::Host,
            () if is_test || is("bin") => Product::Executable,
            () if is("lib") || is("rlib") => Product::Library,
            () => Product::Linked,
        };
        let extra =
            words.iter().find_map(|word| word.strip_prefix("extra-filename=")).unwrap_or_default().to_owned();
        let out = after("--out-dir").map(PathBuf::from).unwrap_or_default();
        let is_foreign = words.windows(2).any(|pair| pair == ["--cap-lints", "allow"]);
        Self { all, crate_name, product, extra, out, is_foreign }
    }

    /// The name that the notes of the crate go by: that of its files.
    pub(crate) fn key(&self) -> String {
        format!("{}{}", self.crate_name, self.extra)
    }

    /// How the names of executables end.
    pub(crate) fn suffix(&self) -> &'static str {
        let target =
            self.all.windows(2).find(|pair| pair[0] == "--target").map(|pair| pair[1].to_string_lossy());
        match target.as_deref() {
            Some(target) if target.starts_with("wasm") => ".wasm",
            Some(target) if target.contains("windows") => ".exe",
            Some(_) => "",
            None => std::env::consts::EXE_SUFFIX,
        }
    }

    /// The arguments for objects that can be read: not optimised, since what the optimiser does away with is not seen, with
    /// types in the names of functions, and for own crates with lines.
    pub(crate) fn changed(&self) -> Vec<OsString> {
        let mut all = self.all.clone();
        let words: Vec<String> = all.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        match self.product {
            Product::Host | Product::Derive => return all,
            Product::Library => (),
            Product::Linked | Product::Executable => {
                if let Some((at, kinds)) = emit(&words) {
                    let kinds: Vec<&str> = kinds
                        .split(',')
                        .map(|kind| match kind {
                            "link" if self.product == Product::Executable => "obj",
                            "link" => "link,obj",
                            kind => kind,
                        })
                        .collect();
                    all[at] = format!("--emit={}", kinds.join(",")).into();
                }
            }
        }
        // Objects that are asked for would be one, for which one thread works.
        let has_parts = words
            .iter()
            .any(|word| word.starts_with("codegen-units=") || word.starts_with("-Ccodegen-units="));
        if self.product != Product::Library && !has_parts {
            all.push("-Ccodegen-units=16".into());
        }
        let lines = if self.is_foreign { "-Cdebuginfo=0" } else { "-Cdebuginfo=line-tables-only" };
        for word in
            ["-Csymbol-mangling-version=v0", "-Copt-level=0", "-Clto=off", "-Clinker-plugin-lto=off", lines]
        {
            all.push(word.into());
        }
        // The compiler takes it only once.
        if !self.all.iter().any(|word| word.to_string_lossy().starts_with("--cap-lints")) {
            all.push("--cap-lints=allow".into());
        }
        all
    }
}

/// Where `--emit` is, and what it asks for.
fn emit(words: &[String]) -> Option<(usize, &str)> {
    words.iter().enumerate().find_map(|(at, word)| Some((at, word.strip_prefix("--emit=")?)))
}
