//! Running a target over scripts: those that are kept, then new ones, made of those that led somewhere new.

use super::damage::Random;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Set to a number of scripts for each target; what they found is then written to the corpus.
const COUNT: &str = "WIRECHECK_FUZZ";
/// Another number is another run.
const SEED: &str = "WIRECHECK_FUZZ_SEED";
/// A file of the corpus is not larger.
const LONGEST: usize = 400;

/// Runs `target` on every script, `usual` ones in an ordinary test run; it fails by a panic, and otherwise says in a few
/// words where the script led.
pub(crate) fn fuzz(name: &str, usual: u64, target: impl FnMut(&[u8]) -> String) {
    super::stay_outside();
    let number = |variable| std::env::var(variable).ok().map(|text| text.parse::<u64>().expect(variable));
    let (count, seed) = (number(COUNT), number(SEED).unwrap_or(1));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz-corpus").join(name);
    let mut run = Run { target, folder, known: HashMap::new(), pool: Vec::new() };
    let kept = run.replay();
    let stale = run.pool.len() * 3 < kept * 2;
    assert!(!stale, "{kept} files lead to {} places: {COUNT}=1000000 writes the corpus anew", run.pool.len());
    let start = Instant::now();
    run.search(&mut Random(seed), count.unwrap_or(usual));
    if let Some(count) = count {
        run.write();
        let (took, places) = (start.elapsed().as_secs_f64(), run.pool.len());
        let figures = format!("{name}: {count} scripts in {took:.0} s led to {places} places\n");
        std::io::Write::write_all(&mut std::io::stderr(), figures.as_bytes()).unwrap();
    }
}

struct Run<T> {
    target: T,
    folder: PathBuf,
    /// The place in `pool` of each outcome.
    known: HashMap<String, usize>,
    /// The shortest script of each outcome.
    pool: Vec<Vec<u8>>,
}

impl<T: FnMut(&[u8]) -> String> Run<T> {
    /// Runs what is kept; gives the number of files.
    fn replay(&mut self) -> usize {
        let files = std::fs::read_dir(&self.folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in &paths {
            self.one(&std::fs::read(path).unwrap());
        }
        paths.iter().filter(|path| !path.to_str().unwrap().contains("failed")).count()
    }

    fn search(&mut self, random: &mut Random, count: u64) {
        for _ in 0..count {
            let script = match self.pool.len() {
                0 => fresh(random),
                _ if random.below(4) == 0 => fresh(random),
                kept => {
                    let from = random.below(kept);
                    let with = random.below(kept);
                    changed(random, self.pool[from].clone(), &self.pool[with])
                }
            };
            self.one(&script);
        }
    }

    fn one(&mut self, script: &[u8]) {
        let outcome = match catch_unwind(AssertUnwindSafe(|| (self.target)(script))) {
            Ok(outcome) => outcome,
            Err(panic) => {
                let path = self.folder.join(format!("failed-{:016x}", hash(script)));
                std::fs::create_dir_all(&self.folder).unwrap();
                std::fs::write(path, script).unwrap();
                resume_unwind(panic)
            }
        };
        match self.known.get(&outcome) {
            Some(at) if self.pool[*at].len() > script.len() => self.pool[*at] = script.to_vec(),
            Some(_) => {}
            None => {
                self.known.insert(outcome, self.pool.len());
                self.pool.push(script.to_vec());
            }
        }
    }

    /// Writes a file for each outcome; those of scripts that failed once stay.
    fn write(&self) {
        std::fs::create_dir_all(&self.folder).unwrap();
        for entry in std::fs::read_dir(&self.folder).unwrap() {
            let path = entry.unwrap().path();
            if !path.to_str().unwrap().contains("failed") {
                std::fs::remove_file(path).unwrap();
            }
        }
        for (outcome, at) in &self.known {
            let name = outcome.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
            std::fs::write(self.folder.join(name), &self.pool[*at]).unwrap();
        }
    }
}

fn fresh(random: &mut Random) -> Vec<u8> {
    let length = random.below(LONGEST / 2);
    (0..length).map(|_| byte(random)).collect()
}

/// Small numbers often: most decisions are between few.
fn byte(random: &mut Random) -> u8 {
    let [byte, small, ..] = random.next().to_le_bytes();
    if small % 4 == 0 { byte } else { byte % 16 }
}

fn changed(random: &mut Random, mut script: Vec<u8>, other: &[u8]) -> Vec<u8> {
    for _ in 0..=random.below(4) {
        let at = random.below(script.len() + 1);
        match random.below(6) {
            0 => script.insert(at, byte(random)),
            1 => script.truncate(at),
            2 => script.extend_from_slice(&other[random.below(other.len() + 1)..]),
            3 => drop(script.drain(at..(at + random.below(8)).min(script.len()))),
            4 => script.extend_from_within(at..),
            _ => {
                let new = byte(random);
                script.get_mut(at).into_iter().for_each(|old| *old = new);
            }
        }
    }
    script.truncate(LONGEST);
    script
}

fn hash(script: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    script.hash(&mut hasher);
    hasher.finish()
}
