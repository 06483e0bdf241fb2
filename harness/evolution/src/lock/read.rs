//! A lock file from its text.

use super::error::LockError;
use super::file::{Lock, Promise, Release, Root};
use super::write::VERSION;
use crate::shape::{
    Body, Def, Store, Ty, Words, def_line, field_line, hash_of, hash_text, type_text, variant_line,
};
use std::collections::BTreeMap;
use std::str::FromStr;
use wirecheck_rules::FORMATS;

impl FromStr for Lock {
    type Err = LockError;

    fn from_str(text: &str) -> Result<Self, LockError> {
        let mut reader = Reader::default();
        for (line, text) in (1..).zip(text.lines()) {
            reader.line(line, text).map_err(|message| LockError::new(line, message))?;
        }
        reader.finish()
    }
}

/// What is being read.
#[derive(Default)]
enum Section {
    #[default]
    Head,
    Root(Draft),
    Release(Release),
    Shape(u64, usize, Vec<Def>),
}

/// A root whose lines are being read.
struct Draft {
    name: String,
    line: usize,
    type_name: Option<String>,
    formats: Vec<String>,
    promise: Option<Promise>,
    shape: Option<Ty>,
}

#[derive(Default)]
struct Reader {
    has_version: bool,
    section: Section,
    lock: Lock,
    /// Where shapes are named, and where they are.
    uses: Vec<(usize, Ty)>,
    places: BTreeMap<u64, usize>,
}

impl Reader {
    fn line(&mut self, line: usize, text: &str) -> Result<(), String> {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| text.starts_with(mark)) {
            return Err(
                "a merge conflict is not resolved; take both sides of releases and shapes, then run \
                        `cargo wirecheck lock`"
                    .to_owned(),
            );
        }
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            return Ok(());
        }
        if !text.starts_with(' ') && !matches!(&self.section, Section::Shape(..) if text.starts_with("type "))
        {
            return self.head(line, trimmed);
        }
        match &mut self.section {
            Section::Head => {
                Err("a line that begins with a space belongs to a root, a release or a shape".to_owned())
            }
            Section::Root(draft) => draft.line(line, trimmed, &mut self.uses),
            Section::Release(release) => {
                let mut words = Words::new(trimmed)?;
                let name = words.need("the name of a root")?;
                let ty = type_text(&words.need("the shape of the root")?, 0)?;
                self.uses.push((line, ty.clone()));
                match release.shapes.insert(name.clone(), ty) {
                    None => Ok(()),
                    Some(_) => Err(format!("the root `{name}` is there twice in this release")),
                }
            }
            Section::Shape(hash, _, defs) => def_part(text, *hash, defs),
        }
    }

    /// A line that begins something new.
    fn head(&mut self, line: usize, text: &str) -> Result<(), String> {
        self.close()?;
        let mut words = Words::new(text)?;
        let kind = words.need("a word")?;
        let value = words.need("what comes after the first word")?;
        if !self.has_version && kind != "version" {
            return Err("the first line is `version 1`; this is no lock file of wirecheck".to_owned());
        }
        self.section = match kind.as_str() {
            "version" => {
                match value.parse::<u32>() {
                    Ok(VERSION) => self.has_version = true,
                    Ok(other) if other > VERSION => {
                        return Err(format!(
                            "this file has version {other}, and this cargo-wirecheck knows {VERSION}; install a newer one"
                        ));
                    }
                    _ => {
                        return Err(format!(
                            "`{value}` is no version of a lock file; the only one is {VERSION}"
                        ));
                    }
                }
                Section::Head
            }
            "root" if self.lock.roots.contains_key(&value) => {
                return Err(format!("the root `{value}` is there twice"));
            }
            "root" => Section::Root(Draft {
                name: value,
                line,
                type_name: None,
                formats: Vec::new(),
                promise: None,
                shape: None,
            }),
            "release" if self.lock.releases.iter().any(|known| known.version == value) => {
                return Err(format!("the release {value} is there twice"));
            }
            "release" => Section::Release(Release { version: value, shapes: BTreeMap::new() }),
            "shape" => {
                let hash =
                    hash_text(&value).ok_or_else(|| format!("`{value}` is not 16 hexadecimal digits"))?;
                if self.places.insert(hash, line).is_some() {
                    return Err(format!("the shape {value} is there twice"));
                }
                Section::Shape(hash, line, Vec::new())
            }
            other => return Err(format!("`{other}` is none of `root`, `release` and `shape`")),
        };
        match words.next() {
            None => Ok(()),
            Some(more) => Err(format!("`{more}` is more than there may be in this line")),
        }
    }

    /// Ends what is being read.
    fn close(&mut self) -> Result<(), String> {
        match std::mem::take(&mut self.section) {
            Section::Head => {}
            Section::Root(draft) => {
                let lack =
                    |what: &str| format!("the root `{}` of line {} has no `{what}`", draft.name, draft.line);
                let root = Root {
                    type_name: draft.type_name.clone().ok_or_else(|| lack("type"))?,
                    promise: draft.promise.ok_or_else(|| lack("promise"))?,
                    shape: draft.shape.clone().ok_or_else(|| lack("shape"))?,
                    formats: draft.formats.clone(),
                };
                self.lock.roots.insert(draft.name, root);
            }
            Section::Release(release) => self.lock.releases.push(release),
            Section::Shape(hash, line, defs) => {
                for def in &defs {
                    def.map(&mut |id| self.uses.push((line, Ty::Named(*id))));
                }
                self.lock.store.insert(hash, defs);
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Lock, LockError> {
        self.close().map_err(|message| LockError::new(0, message))?;
        if !self.has_version {
            return Err(LockError::new(1, "the file is empty; `cargo wirecheck lock` writes it"));
        }
        let store: &Store = &self.lock.store;
        for (line, ty) in &self.uses {
            let mut missing = None;
            ty.map(&mut |id| {
                if store.get(*id).is_none() {
                    missing = Some(store.reference(*id, None));
                }
            });
            if let Some(missing) = missing {
                let missing = missing.trim_start_matches('?');
                return Err(LockError::new(
                    *line,
                    format!(
                        "the shape {missing} is not in the file; take the file from the repository again"
                    ),
                ));
            }
        }
        for (hash, line) in &self.places {
            let found = hash_of(&store.group_text(*hash));
            if found != *hash {
                return Err(LockError::new(
                    *line,
                    format!(
                        "the hash of the shape is {hash:016x}, and that of its lines {found:016x}: it was edited; \
                         take it from the repository again"
                    ),
                ));
            }
        }
        Ok(self.lock)
    }
}

impl Draft {
    fn line(&mut self, line: usize, text: &str, uses: &mut Vec<(usize, Ty)>) -> Result<(), String> {
        let mut words = Words::new(text)?;
        let key = words.need("a word")?;
        let value = words.need("the value")?;
        match key.as_str() {
            "type" => self.type_name = Some(value),
            "format" if FORMATS.iter().any(|format| format.name == value) => self.formats.push(value),
            "format" => return Err(format!("there is no format `{value}`")),
            "promise" => {
                let promise = Promise::parse(&value);
                self.promise = Some(promise.ok_or_else(|| {
                    format!("there is no promise `{value}`; write none, backward, forward or full")
                })?);
            }
            "shape" => {
                let ty = type_text(&value, 0)?;
                uses.push((line, ty.clone()));
                self.shape = Some(ty);
            }
            other => return Err(format!("a root has no `{other}`")),
        }
        Ok(())
    }
}

/// A line of a shape: a type, a variant or a field.
fn def_part(text: &str, group: u64, defs: &mut Vec<Def>) -> Result<(), String> {
    if text.starts_with("type ") {
        defs.push(def_line(text, group)?);
        return Ok(());
    }
    let indent = text.len() - text.trim_start().len();
    let def = defs.last_mut().ok_or("a shape begins with `type`")?;
    let follows = |at: u32, len: usize| match usize::try_from(at) == Ok(len) {
        true => Ok(()),
        false => Err(format!("number {at} is where {len} should be")),
    };
    match (&mut def.body, indent) {
        (Body::Struct(body), 2) => {
            let (at, field) = field_line(text, group)?;
            follows(at, body.fields.len())?;
            body.fields.push(field);
        }
        (Body::Enum(body), 2) => {
            let (at, variant) = variant_line(text)?;
            follows(at, body.variants.len())?;
            body.variants.push(variant);
        }
        (Body::Enum(body), 4) => {
            let (at, field) = field_line(text, group)?;
            let variant = body.variants.last_mut().ok_or("a field comes after its variant")?;
            follows(at, variant.fields.len())?;
            variant.fields.push(field);
        }
        _ => return Err("this line belongs to nothing above it".to_owned()),
    }
    Ok(())
}
