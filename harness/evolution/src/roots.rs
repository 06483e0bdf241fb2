//! What a program keeps or sends: found at its calls of formats, or named in `wirecheck.toml`.

use crate::lock::{Promise, Root};
use crate::shape::{Found, Store, Ty};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wirecheck_lint::Survey;
use wirecheck_rules::FORMATS;

/// What `wirecheck.toml` says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The promise of roots that have none of their own: `backward` if it is not said.
    promise: Option<String>,
    /// Whether calls of formats are roots, too; they are if it is not said.
    calls: Option<bool>,
    /// What is kept or sent.
    #[serde(default)]
    root: Vec<ConfigRoot>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigRoot {
    name: String,
    #[serde(rename = "type")]
    type_name: String,
    #[serde(default)]
    formats: Vec<String>,
    promise: Option<String>,
}

impl Config {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string().trim().to_owned())?;
        let promises = config.root.iter().filter_map(|root| root.promise.as_ref()).chain(&config.promise);
        for promise in promises {
            if Promise::parse(promise).is_none() {
                return Err(format!(
                    "there is no promise `{promise}`; write none, backward, forward or full"
                ));
            }
        }
        for format in config.root.iter().flat_map(|root| &root.formats) {
            if !FORMATS.iter().any(|known| known.name == format) {
                let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
                return Err(format!("there is no format `{format}`; there are {}", names.join(", ")));
            }
        }
        Ok(config)
    }

    fn promise(&self, own: Option<&str>) -> Promise {
        own.or(self.promise.as_deref()).and_then(Promise::parse).unwrap_or_default()
    }
}

/// What is to be a root.
struct Draft {
    name: String,
    formats: BTreeSet<&'static str>,
    promise: Promise,
}

/// The roots of a program. `versions` are those of its crates, by the names that code has for them.
///
/// # Errors
/// If the configuration names a type that the program does not write or read.
pub fn roots(
    survey: &Survey,
    config: &Config,
    versions: HashMap<String, String>,
) -> Result<(BTreeMap<String, Root>, Store), String> {
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for root in &config.root {
        let type_name = find(survey, &root.type_name)?;
        let draft = Draft {
            name: root.name.clone(),
            formats: root.formats.iter().filter_map(|name| known(name)).collect(),
            promise: config.promise(root.promise.as_deref()),
        };
        drafts.insert(type_name, draft);
    }
    if config.calls != Some(false) {
        let is_ours = |root: &&wirecheck_lint::survey::Root| root.package.is_member;
        for root in survey.roots.iter().filter(is_ours) {
            let Some(format) = root.format.as_deref().and_then(known) else { continue };
            let draft = drafts.entry(root.type_name.clone()).or_insert_with(|| Draft {
                name: String::new(),
                formats: BTreeSet::new(),
                promise: config.promise(None),
            });
            // A list of formats in the configuration is whole.
            let is_listed = config.root.iter().any(|own| own.name == draft.name && !own.formats.is_empty());
            if !is_listed {
                draft.formats.insert(format);
            }
        }
    }
    let names: Vec<String> = drafts.keys().cloned().collect();
    let mut store = Store::default();
    let shapes = Found::new(survey, versions).shapes(&names, &mut store);
    let mut roots = BTreeMap::new();
    for ((type_name, draft), shape) in drafts.into_iter().zip(shapes) {
        let Some(shape) = shape else { continue };
        let is_declared = {
            let mut is_declared = false;
            shape.map(&mut |_| is_declared = true);
            is_declared
        };
        if draft.name.is_empty() && !is_declared {
            continue; // A number or a text has no versions.
        }
        let name =
            if draft.name.is_empty() { plain_name(&store, &shape, &type_name, &roots) } else { draft.name };
        let formats = FORMATS.iter().map(|format| format.name).filter(|name| draft.formats.contains(name));
        let root =
            Root { formats: formats.map(str::to_owned).collect(), promise: draft.promise, type_name, shape };
        roots.insert(name, root);
    }
    Ok((roots, store))
}

fn known(format: &str) -> Option<&'static str> {
    FORMATS.iter().map(|known| known.name).find(|known| *known == format)
}

/// The full name of a type.
fn find(survey: &Survey, name: &str) -> Result<String, String> {
    let end = format!("::{name}");
    let mut found: Vec<&str> = survey
        .types
        .iter()
        .map(|note| note.name.as_str())
        .filter(|known| *known == name || known.ends_with(&end))
        .collect();
    found.dedup();
    match found.as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Err(format!(
            "nothing in this program writes or reads a type `{name}`; take the root out, or mend its `type`"
        )),
        many => Err(format!("`{name}` may be {}; write the whole path", many.join(" or "))),
    }
}

/// The name of the type in small letters, or its path where that is taken.
fn plain_name(store: &Store, shape: &Ty, type_name: &str, taken: &BTreeMap<String, Root>) -> String {
    let short = match shape {
        Ty::Named(id) => store.get(*id).map_or(type_name, |def| def.short()).to_owned(),
        other => store.show(other),
    };
    let mut name = String::new();
    for letter in short.chars() {
        if letter.is_uppercase()
            && name.ends_with(|last: char| last.is_alphanumeric() && !last.is_uppercase())
        {
            name.push('_');
        }
        match letter.is_alphanumeric() {
            true => name.extend(letter.to_lowercase()),
            false if name.ends_with('_') => {}
            false => name.push('_'),
        }
    }
    let name = name.trim_matches('_').to_owned();
    if name.is_empty() || taken.contains_key(&name) { type_name.to_owned() } else { name }
}

/// The features in what `cargo read-manifest` says of a package, without `default`.
pub fn features(manifest: &str) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    let features = manifest.get("features").and_then(serde_json::Value::as_object);
    features.into_iter().flat_map(|all| all.keys()).filter(|name| *name != "default").cloned().collect()
}
