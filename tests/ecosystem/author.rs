//! What an author does: adds the derive, reads each message, writes the word that it offers where it points, and gives up on
//! a type for which no word is offered.

use super::Failed;
use super::compiler::{self, Message};
use super::krate::Krate;
use super::rewrite::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// A derive that does not exist: rustc names each place that it compiles.
const MISSING: &str = "::wirecheck::NoSuchDerive";
const DERIVE: &str = "::wirecheck::Sendable";
/// rustc's own message for types in a cycle has no code of ours; the documentation of the derive offers this word for it.
const OF_CYCLE: &str = "#[sendable(recursive)]";
/// Rounds of messages and words.
const MOST_ROUNDS: usize = 40;

/// A type by its file and its position in it.
pub type Id = (usize, usize);

/// How a crate took the derive.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The types that are compiled.
    pub types: BTreeSet<Id>,
    /// Those that were given up, with the code of the last message.
    pub refused: BTreeMap<Id, String>,
    /// Messages without a code of ours: for an author they are puzzles.
    pub bare: Vec<String>,
    pub rounds: usize,
    /// What was said and answered, a line each.
    pub log: Vec<String>,
    /// Words of this round.
    fresh: BTreeSet<(Id, usize, String)>,
    /// Words that the derive has no use for.
    banned: BTreeSet<(Id, usize, String)>,
}

/// Edits the crate until it builds.
pub fn derive(krate: &mut Krate) -> Result<Outcome, Failed> {
    let mut outcome = Outcome { types: compiled_types(krate)?, ..Outcome::default() };
    for (file, item) in &outcome.types {
        krate.sources[*file].1.edits[*item].derive = Some(DERIVE);
    }
    while outcome.rounds < MOST_ROUNDS {
        outcome.rounds += 1;
        krate.write()?;
        let messages = compiler::check(krate)?;
        if messages.is_empty() {
            return Ok(outcome);
        }
        let edits = edits(krate, &messages)?;
        outcome.fresh.clear();
        for (message, id, node) in edits {
            answer(krate, &mut outcome, message, id, node);
        }
    }
    Err(Failed::new(format!("does not build after {MOST_ROUNDS} rounds")))
}

/// The types that are compiled: not those of other features and platforms.
fn compiled_types(krate: &mut Krate) -> Result<BTreeSet<Id>, Failed> {
    for edits in krate.sources.iter_mut().flat_map(|(_, source)| &mut source.edits) {
        edits.derive = Some(MISSING);
    }
    krate.write()?;
    let messages = compiler::check(krate)?;
    let found = edits(krate, &messages)?.into_iter().map(|(_, id, _)| id).collect();
    for edits in krate.sources.iter_mut().flat_map(|(_, source)| &mut source.edits) {
        edits.derive = None;
    }
    Ok(found)
}

/// The type and the node of each message.
fn edits<'a>(krate: &Krate, messages: &'a [Message]) -> Result<Vec<(&'a Message, Id, usize)>, Failed> {
    let mut places = BTreeMap::new();
    for (file, (_, source)) in krate.sources.iter().enumerate() {
        places.insert(file, source.places().map_err(Failed::new)?);
    }
    let mut found = Vec::new();
    for message in messages {
        let known = message.places.iter().find_map(|(path, at)| {
            let file = krate.sources.iter().position(|(source, _)| source == path)?;
            let (item, node) = places[&file].locate(*at)?;
            Some(((file, item), node))
        });
        let Some((id, node)) = known else {
            return Err(Failed::new(format!("a message that belongs to no type: {}", message.text)));
        };
        found.push((message, id, node));
    }
    Ok(found)
}

/// Writes the first word that is offered and not there yet; without one, takes the derive back.
fn answer(krate: &mut Krate, outcome: &mut Outcome, message: &Message, id: Id, node: usize) {
    let source = &mut krate.sources[id.0].1;
    let (item, edits) = (&source.items[id.1], &mut source.edits[id.1]);
    if edits.derive.is_none() {
        return;
    }
    let (mut words, mut node) = (offered(&message.text), node);
    let first = message.text.lines().next().unwrap_or_default();
    let place = format!("{} {}.{node}: {first}", outcome.rounds, item.name);
    if message.code == "E0275" {
        (words, node) = (vec![OF_CYCLE.to_owned()], 0);
    } else if message.code == "WC0016" {
        // A word that was not asked for there: another message has been answered by it, and must be answered otherwise.
        let is_named = |word: &String| word.split('"').nth(1).is_some_and(|rule| message.text.contains(rule));
        let unused: Vec<String> =
            edits.words.get(&node).into_iter().flatten().filter(|it| is_named(it)).cloned().collect();
        for word in &unused {
            edits.words.entry(node).or_default().remove(word);
            outcome.banned.insert((id, node, word.clone()));
        }
        if !unused.is_empty() {
            return;
        }
    } else if !message.code.starts_with("WC") {
        outcome.bare.push(format!("{}: {first}", item.name));
    }
    for word in words {
        // A variant's own code writes each of its fields, and each is vouched for.
        let nodes: Vec<usize> = if word.contains("trust") && item.nodes[node].kind != Kind::Field {
            (0..item.nodes.len()).filter(|inner| item.nodes[*inner].parent == Some(node)).collect()
        } else {
            vec![node]
        };
        let mut is_answered = false;
        for node in nodes {
            let key = (id, node, word.clone());
            if !outcome.banned.contains(&key) && edits.words.entry(node).or_default().insert(word.clone()) {
                outcome.fresh.insert(key.clone());
            }
            // Several messages of one round may offer the same word for the same place.
            is_answered |= outcome.fresh.contains(&key);
        }
        if is_answered {
            outcome.log.push(format!("{place} -> {word}"));
            return;
        }
    }
    outcome.log.push(format!("{place} -> given up"));
    edits.derive = None;
    outcome.refused.insert(id, message.code.clone());
}

/// The words in a message that an author can copy.
pub fn offered(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("`#[sendable(") {
        rest = &rest[start + 1..];
        let Some(end) = rest.find(")]`") else { break };
        words.push(rest[..end + 2].to_owned());
        rest = &rest[end..];
    }
    words
}
