//! What an author does: adds the derive, reads each message, writes the word that it offers where it points, and gives up on
//! a type for which no word is offered.

use super::Failed;
use super::cells::Cell;
use super::compiler::{self, Message};
use super::krate::Krate;
use super::rewrite::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A derive that does not exist: rustc names each place that it compiles.
const MISSING: &str = "::wirecheck::NoSuchDerive";
const DERIVE: &str = "::wirecheck::Sendable";
/// rustc's own messages for types in a cycle have no code of ours; the documentation of the derive offers this word for them.
const OF_CYCLES: [&str; 2] = ["E0275", "E0391"];
const OF_CYCLE: &str = "#[sendable(recursive)]";
/// A message leaves the formats to the author: he tries the one that most of such code is written for.
const FIRST_TRIED: &str = "Json";
/// The reason of a type that is given up because a trial failed.
const TRIED: &str = "tried";
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
    /// Words whose formats the author has chosen.
    pub tried: BTreeSet<(Id, usize, String)>,
    /// What did not hold there.
    pub taken_back: Vec<String>,
    /// Words of this round.
    fresh: BTreeSet<(Id, usize, String)>,
    /// Words that the derive has no use for.
    banned: BTreeSet<(Id, usize, String)>,
}

/// Edits the crate until it builds.
pub fn derive(krate: &mut Krate) -> Result<Outcome, Failed> {
    let mut outcome = Outcome { types: compiled_types(krate)?, ..Outcome::default() };
    for (file, item) in &outcome.types {
        let source = &mut krate.sources[*file].1;
        source.edits[*item].derive = Some(DERIVE);
        if let Some(shape) = source.items[*item].shape.as_ref().filter(|shape| !shape.is_empty()) {
            let word = format!("#[sendable(shape = {shape:?})]");
            source.edits[*item].words.entry(0).or_default().insert(word);
        }
        if krate.is_recursive {
            source.edits[*item].words.entry(0).or_default().insert(OF_CYCLE.to_owned());
        }
    }
    settle(krate, &mut outcome)?;
    Ok(outcome)
}

/// Answers messages until there are none.
fn settle(krate: &mut Krate, outcome: &mut Outcome) -> Result<(), Failed> {
    let mut last = String::new();
    for _ in 0..MOST_ROUNDS {
        outcome.rounds += 1;
        krate.write()?;
        let messages = compiler::check(krate)?;
        let Some(first) = messages.first() else { return Ok(()) };
        last = first.text.lines().next().unwrap_or_default().to_owned();
        let edits = edits(krate, &messages)?;
        outcome.fresh.clear();
        for (message, id, node) in edits {
            answer(krate, outcome, message, id, node);
        }
        // What was answered is what one wants to read of a crate that fails.
        fs::write(krate.folder.join("ecosystem.log"), outcome.log.join("\n")).map_err(Failed::new)?;
    }
    Err(Failed::new(format!("does not build after {MOST_ROUNDS} rounds: {last}")))
}

/// Gives up each type with a list of formats of his own that did not hold. Whether there was one.
pub fn take_back(krate: &mut Krate, outcome: &mut Outcome, cells: &[Cell]) -> Result<bool, Failed> {
    let mut is_changed = false;
    for cell in cells.iter().filter(|cell| cell.broken > 0) {
        let (file, item) = cell.id;
        let edits = &mut krate.sources[file].1.edits[item];
        let tried = outcome.tried.iter().filter(|(of, ..)| *of == cell.id).count();
        if edits.derive.is_some() && tried > 0 {
            edits.derive = None;
            is_changed = true;
            outcome.refused.insert(cell.id, TRIED.to_owned());
            // Those are not cleared by it: whoever reads the report looks at both.
            let all = edits.words.values().map(BTreeSet::len).sum::<usize>();
            let offered = all.saturating_sub(tried);
            let words = format!("{tried} words tried, {offered} as offered");
            outcome.taken_back.push(format!("`{}` in {}, {words}: {}", cell.ty, cell.format, cell.how));
        }
    }
    if is_changed {
        settle(krate, outcome)?;
    }
    Ok(is_changed)
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
        let files = message.places.iter().filter_map(|(path, range)| {
            Some((krate.sources.iter().position(|(source, _)| source == path)?, range))
        });
        let files: Vec<_> = files.collect();
        let has_derive = |(file, item): &Id| krate.sources[*file].1.edits[*item].derive.is_some();
        let located = files.iter().filter_map(|(file, range)| {
            let (item, node) = places[file].locate(range.start)?;
            Some(((*file, item), node))
        });
        let located: Vec<(Id, usize)> = located.collect();
        if let Some((id, node)) = located.iter().find(|(id, _)| has_derive(id)) {
            found.push((message, *id, *node));
            continue;
        }
        // A macro of the crate hands the derive on to a type that it writes: it is one of those in the call.
        let within = files.iter().map(|(file, range)| {
            places[file].begin_in(range).map(|item| (*file, item)).filter(has_derive).collect::<Vec<Id>>()
        });
        let within = within.into_iter().find(|ids| !ids.is_empty()).unwrap_or_default();
        // rustc meets a circle while it looks for advice about another error, and has no place then.
        let named = if files.is_empty() { named(krate, &message.text) } else { None };
        if let Some(id) = named.filter(has_derive) {
            found.push((message, id, 0));
            continue;
        }
        if within.is_empty() && located.is_empty() {
            return Err(Failed::new(format!("a message that belongs to no type: {}", message.text)));
        }
        found.extend(within.into_iter().map(|id| (message, id, 0)));
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
    let (mut words, mut open) = (offered(&message.text), left_open(&message.text));
    // What is said of a type of another crate does not hold for one of this crate, or for a parameter.
    let subject = subject(&message.text).unwrap_or_default();
    let is_known =
        message.is_of_crate || krate.declares.contains(subject) || item.parameters.contains(subject);
    if message.code == "WC0060" && is_known {
        open.clear();
    }
    words.extend(open.iter().cloned());
    let first = message.text.lines().next().unwrap_or_default();
    let place = format!("{} {}.{node}: {first}", outcome.rounds, item.name);
    if OF_CYCLES.contains(&message.code.as_str()) {
        // rustc stops at the first of them, which says no more than that there is a cycle.
        let is_fresh = mark_cycle(krate, outcome, id);
        let answer = if is_fresh { OF_CYCLE } else { "given up" };
        outcome.log.push(format!("{place} -> {answer}"));
        if !is_fresh {
            krate.sources[id.0].1.edits[id.1].derive = None;
            outcome.refused.insert(id, message.code.clone());
        }
        return;
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
            let here = edits.words.entry(node).or_default();
            // One vouches for a field once.
            if word.contains("(trust") && here.iter().any(|other| other.contains("(trust") && *other != word)
            {
                is_answered |= outcome.fresh.iter().any(|(of, at, _)| *of == id && *at == node);
                continue;
            }
            if !outcome.banned.contains(&key) && here.insert(word.clone()) {
                outcome.fresh.insert(key.clone());
                if open.contains(&word) {
                    outcome.tried.insert(key.clone());
                }
            }
            // Several messages of one round may offer the same word for the same place.
            is_answered |= outcome.fresh.contains(&key);
        }
        if is_answered {
            outcome.log.push(format!("{place} -> {word}"));
            return;
        }
    }
    if outcome.fresh.iter().any(|(of, at, _)| *of == id && *at == node) {
        // It may be answered already, by the word for another message about this place.
        return;
    }
    outcome.log.push(format!("{place} -> given up"));
    edits.derive = None;
    outcome.refused.insert(id, message.code.clone());
}

/// The first type of the crate that a message names.
fn named(krate: &Krate, text: &str) -> Option<Id> {
    text.split('`').skip(1).step_by(2).find_map(|quoted| {
        let name = quoted.split('<').next()?.rsplit("::").next()?;
        krate.sources.iter().enumerate().find_map(|(file, (_, source))| {
            Some((file, source.items.iter().position(|item| item.name == name)?))
        })
    })
}

/// The name of the type that a message begins with.
fn subject(text: &str) -> Option<&str> {
    let name = text.split('`').nth(1)?;
    name.split('<').next()?.rsplit("::").next()
}

/// Words that leave the formats to the author, with those that he tries.
fn left_open(text: &str) -> Vec<String> {
    let open = words_in(text).filter(|word| word.contains("(..)") || word.contains(", ..)"));
    open.map(|word| word.replace("..", FIRST_TRIED)).collect()
}

/// Marks each type of a cycle. Whether this round has marked one.
fn mark_cycle(krate: &mut Krate, outcome: &mut Outcome, of: Id) -> bool {
    let item = |(file, item): &Id| &krate.sources[*file].1.items[*item];
    let mentions = |from: &Id, to: &Id| item(from).mentions.contains(&item(to).name);
    let reached = |leads: &dyn Fn(&Id, &Id) -> bool| {
        let (mut reached, mut open) = (BTreeSet::from([of]), vec![of]);
        while let Some(from) = open.pop() {
            let next = outcome.types.iter().filter(|to| leads(&from, to));
            open.extend(next.filter(|to| reached.insert(**to)));
        }
        reached
    };
    let (after, before) = (reached(&|from, to| mentions(from, to)), reached(&|from, to| mentions(to, from)));
    let cycle: Vec<Id> = after.intersection(&before).copied().collect();
    for (file, item) in cycle {
        let words = krate.sources[file].1.edits[item].words.entry(0).or_default();
        if words.insert(OF_CYCLE.to_owned()) {
            outcome.fresh.insert(((file, item), 0, OF_CYCLE.to_owned()));
        }
    }
    outcome.fresh.iter().any(|(id, _, word)| *id == of && word == OF_CYCLE)
}

/// The words in a message that an author can copy: with `..`, they leave something to him.
pub fn offered(text: &str) -> Vec<String> {
    words_in(text).filter(|word| !word.contains("..")).collect()
}

fn words_in(text: &str) -> impl Iterator<Item = String> {
    let starts = text.match_indices("`#[sendable(").map(|(start, _)| &text[start + 1..]);
    starts.filter_map(|rest| rest.find(")]`").map(|end| rest[..end + 2].to_owned()))
}
