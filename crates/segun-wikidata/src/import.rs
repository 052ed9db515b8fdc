//! The import from begin to end.

use crate::actor::World;
use crate::classes::Subclasses;
use crate::entity;
use crate::item::Item;
use crate::lines::Lines;
use crate::rules::{Id, Rules};
use crate::source::Source;
use crate::spill::{self, Writing};
use memchr::memchr_iter;
use rayon::ThreadPool;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use segun_knowledge::actors::{Actor, ActorKind};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Chunks of text that wait for a thread to read them.
const WAITING: usize = 8;
/// Chunks that are read at the same time, for each thread.
const EACH: usize = 4;
/// How long a chunk is waited for before it is looked whether the import is stopped.
const WAIT: Duration = Duration::from_millis(200);
/// Damaged lines that are told one by one.
const TOLD: usize = 5;

/// How to import.
#[derive(Debug)]
pub struct Options<'o> {
    /// Threads that read.
    pub threads: usize,
    /// Where temporary files are made: of a whole dump they take some gigabytes.
    pub folder: PathBuf,
    /// The import ends once this is true.
    pub stop: &'o AtomicBool,
}

/// How far the import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file that were read.
    pub read: u64,
    /// Bytes of the file, where they are known.
    pub size: Option<u64>,
    /// Bytes of text, decompressed.
    pub text: u64,
    /// Lines.
    pub lines: u64,
    /// Items kept for closer examination.
    pub kept: u64,
    /// Actors written.
    pub actors: u64,
}

/// What was wrong with a dump.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// Lines that are no entities.
    pub lines: u64,
    /// What is wrong with the first of them, and with the archive.
    pub told: Vec<String>,
}

impl Damage {
    /// Whether nothing was.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How far it came: to the end.
    pub progress: Progress,
    /// Persons written.
    pub persons: u64,
    /// Organisations written.
    pub organisations: u64,
    /// Countries and other places written.
    pub places: u64,
    /// What could not be read.
    pub damage: Damage,
    /// Bytes that the temporary file took.
    pub temporary: u64,
}

/// Why an import did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It was stopped.
    #[error("stopped before the end; nothing was written")]
    Stopped,
    /// Something could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads `source` and gives `write` each actor, in the dump's order; `progress` is told how far it has come.
///
/// # Errors
/// Where it is stopped, or something cannot be read or written. What is damaged in the dump is no error.
pub fn import(
    source: Source,
    rules: &Rules,
    options: &Options<'_>,
    mut progress: impl FnMut(&Progress),
    mut write: impl FnMut(&Actor) -> io::Result<()>,
) -> Result<Summary, ImportError> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().map_err(io::Error::other)?;
    let stopped = || if options.stop.load(Ordering::Relaxed) { Err(ImportError::Stopped) } else { Ok(()) };
    let mut gathered = Gathered::new(options)?;
    gathered.read(source, rules, options, &pool, &mut progress)?;
    stopped()?;

    let Gathered { spill, subclasses, countries, held, mut summary, .. } = gathered;
    let mut spill = spill.finish()?;
    summary.temporary = spill.size()?;
    let classes = subclasses.classify(&rules.roots);
    let mut world = World { classes, countries: countries.into_iter().collect(), ..World::default() };
    spill.read(|item| {
        if held.contains(&item.id) {
            world.learn(item, rules);
        }
        stopped()
    })?;
    drop(held);
    spill.read(|item| {
        if let Some(actor) = world.actor(&item, rules) {
            write(&actor)?;
            match actor.kind {
                ActorKind::Person => summary.persons += 1,
                ActorKind::Organisation => summary.organisations += 1,
                ActorKind::Place => summary.places += 1,
            }
            summary.progress.actors += 1;
            progress(&summary.progress);
        }
        stopped()
    })?;
    Ok(summary)
}

/// What the dump gives while it is read.
struct Gathered {
    spill: Writing,
    subclasses: Subclasses,
    countries: Vec<(Id, String)>,
    /// Offices that somebody holds or held.
    held: FxHashSet<Id>,
    /// Whether the array's begin and end were there.
    brackets: (bool, bool),
    summary: Summary,
}

/// What came of a batch of lines.
#[derive(Default)]
struct Batch {
    encoded: Vec<u8>,
    items: u64,
    lines: u64,
    text: u64,
    subclasses: Vec<(Id, Id)>,
    countries: Vec<(Id, String)>,
    held: Vec<Id>,
    brackets: (bool, bool),
    /// Number of the line in the batch, and what is wrong with it.
    damaged: Vec<(u64, String)>,
}

impl Gathered {
    fn new(options: &Options<'_>) -> io::Result<Self> {
        Ok(Self {
            spill: Writing::new(&options.folder)?,
            subclasses: Subclasses::default(),
            countries: Vec::new(),
            held: FxHashSet::default(),
            brackets: (false, false),
            summary: Summary::default(),
        })
    }

    /// Reads the dump: one thread decompresses (or several, of a bzip2 archive) while the others read.
    fn read(
        &mut self,
        source: Source,
        rules: &Rules,
        options: &Options<'_>,
        pool: &ThreadPool,
        progress: &mut impl FnMut(&Progress),
    ) -> Result<(), ImportError> {
        let (size, consumed) = (source.size(), source.consumed());
        self.summary.progress.size = size;
        std::thread::scope(|scope| {
            let (sender, chunks) = sync_channel::<Vec<u8>>(WAITING);
            let reading = scope.spawn(|| {
                let sender = sender;
                source.read(pool, |chunk| sender.send(chunk).is_ok())
            });
            let mut lines = Lines::default();
            while !options.stop.load(Ordering::Relaxed) {
                let (batches, more) = gather(&chunks, &mut lines, options.threads * EACH);
                let results: Vec<io::Result<Batch>> =
                    pool.install(|| batches.par_iter().map(|batch| read_batch(batch, rules)).collect());
                for batch in results {
                    self.add(batch?)?;
                }
                self.summary.progress.read = consumed.load(Ordering::Relaxed);
                progress(&self.summary.progress);
                if !more {
                    break;
                }
            }
            // Ends the thread that reads, wherever it is.
            drop(chunks);
            let damage = reading.join().map_err(|_| io::Error::other("the reading thread ended"))??;
            if damage.is_empty() && self.brackets == (true, false) {
                self.summary.damage.told.push("the dump breaks off: its last line is missing".to_owned());
            }
            self.summary.damage.told.extend(damage);
            if lines.dropped > 0 {
                self.summary.damage.lines += lines.dropped;
                self.summary.damage.told.push("a line is too long for an entity".to_owned());
            }
            Ok(())
        })
    }

    fn add(&mut self, batch: Batch) -> io::Result<()> {
        let Summary { progress, damage, .. } = &mut self.summary;
        for (line, what) in batch.damaged {
            damage.lines += 1;
            if damage.lines <= TOLD as u64 {
                damage.told.push(format!("line {}: {what}", progress.lines + line));
            }
        }
        progress.lines += batch.lines;
        progress.text += batch.text;
        progress.kept += batch.items;
        for (child, parent) in batch.subclasses {
            self.subclasses.add(child, parent);
        }
        self.brackets.0 |= batch.brackets.0;
        self.brackets.1 |= batch.brackets.1;
        self.countries.extend(batch.countries);
        self.held.extend(batch.held);
        self.spill.add(&batch.encoded)
    }
}

/// Up to `most` batches of whole lines, as many as there are without waiting long; whether there may be more.
fn gather(chunks: &Receiver<Vec<u8>>, lines: &mut Lines, most: usize) -> (Vec<Vec<u8>>, bool) {
    let mut batches = Vec::new();
    while batches.len() < most {
        // The threads would idle if they waited for all batches; while there is none, it may be that the import is stopped.
        let wait = if batches.is_empty() { WAIT } else { Duration::from_millis(1) };
        match chunks.recv_timeout(wait) {
            Ok(chunk) => {
                let batch = lines.push(&chunk);
                if !batch.is_empty() {
                    batches.push(batch);
                }
            }
            Err(RecvTimeoutError::Timeout) => return (batches, true),
            Err(RecvTimeoutError::Disconnected) => {
                batches.push(lines.finish());
                return (batches, false);
            }
        }
    }
    (batches, true)
}

fn read_batch(text: &[u8], rules: &Rules) -> io::Result<Batch> {
    let mut batch = Batch { text: text.len() as u64, ..Batch::default() };
    let mut begin = 0;
    let ends =
        memchr_iter(b'\n', text).chain((!text.ends_with(b"\n") && !text.is_empty()).then_some(text.len()));
    for end in ends {
        batch.lines += 1;
        let line = &text[begin..end];
        match line.trim_ascii() {
            b"[" => batch.brackets.0 = true,
            b"]" => batch.brackets.1 = true,
            _ => {}
        }
        match entity::read(line, rules) {
            Ok(None) => {}
            Ok(Some(item)) => batch.add(&item)?,
            Err(error) => batch.damaged.push((batch.lines, error.to_string())),
        }
        begin = end + 1;
    }
    Ok(batch)
}

impl Batch {
    fn add(&mut self, item: &Item) -> io::Result<()> {
        self.subclasses.extend(item.parents.iter().map(|parent| (item.id, *parent)));
        if let Some(code) = &item.iso3 {
            self.countries.push((item.id, code.clone()));
        }
        self.held.extend(item.offices.iter().map(|held| held.office));
        self.items += 1;
        spill::encode(item, &mut self.encoded)
    }
}
