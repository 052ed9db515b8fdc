//! What the commands of the ledger take.

use crate::arguments::InputArguments;
use crate::knowledge::actors::ActorArguments;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use segun::claims::Day;
use segun::ledger::LedgerError;
use segun::ledger::query::{Filter, Question};
use segun::{Certainty, EventType, Polarity, Status, When};
use std::path::PathBuf;

/// The commands of the ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Read reports into the ledger
    #[command(after_help = INGEST_HELP)]
    Ingest(IngestArguments),
    /// Ask feeds again and again, read what is new into the ledger, and tell what was asked for
    #[command(after_help = WATCH_HELP)]
    Watch(WatchArguments),
    /// Keep questions that `segun watch` asks of every new report
    #[command(after_help = ALERTS_HELP)]
    Alerts(AlertsArguments),
    /// List claims, newest first
    #[command(after_help = CLAIMS_HELP)]
    Claims(ListArguments),
    /// Write claims as Parquet, JSON lines, CSV, GDELT, POLECAT or JSON-LD
    #[command(after_help = EXPORT_HELP)]
    Export(ExportArguments),
    /// List what is claimed to happen, with what became of it
    #[command(after_help = THREADS_HELP)]
    Threads(ListArguments),
    /// List independent beginnings with the reports that repeat them
    #[command(after_help = ORIGINS_HELP)]
    Origins(OriginsArguments),
    /// List sources and outlets with how their claims ended
    #[command(after_help = SOURCES_HELP)]
    Sources(SourcesArguments),
    /// List stories, or the reports of one
    #[command(after_help = STORY_HELP)]
    Story(StoryArguments),
    /// Find words in reports and claims
    #[command(after_help = SEARCH_HELP)]
    Search(SearchArguments),
    /// Show the evidence of a claim, thread, report or origin: every span with its report
    #[command(after_help = SHOW_HELP)]
    Show(ShowArguments),
    /// Ask in SQL, reading only
    #[command(after_help = SQL_HELP)]
    Sql(SqlArguments),
    /// Look after the ledger: check, repair, path
    Ledger(TaskArguments),
}

const INGEST_HELP: &str = "\
Examples:
  segun ingest reports/                       a folder, with all that is in it
  segun ingest dump.jsonl.gz --jobs 4         one object a line
  zcat dump.jsonl.gz | segun ingest -         from standard input
  segun ingest reports/ --ledger ./election   into a ledger of its own

The same report twice is one report; another text under the same address is a new version of it, and both are kept.
Every report goes in whole or not at all: stop with Ctrl-C whenever you like, and run the same command again.";

const WATCH_HELP: &str = "\
Examples:
  segun watch feeds.opml --contact https://desk.example/bot
  segun watch https://example.org/rss --once            one round, and no more
  segun watch feeds.opml --webhook https://desk.example/hook

Sites are asked as they wish: robots.txt, pauses, conditional requests, fewer and fewer requests while they fail.
Claims that a kept question asks for (`segun alerts`) are written to standard output, one JSON object a line, or sent
to the webhook. What was seen is remembered in the ledger's folder.";

const ALERTS_HELP: &str = "\
Examples:
  segun alerts add denials --polarity=- --country VEN
  segun alerts list
  segun alerts remove denials";

const CLAIMS_HELP: &str = "\
Examples:
  segun claims --actor Putin --type CONSULT --certainty possible
  segun claims --country SYR --since 2026-01-01 --polarity=- --json
  segun claims --holder Kremlin --csv > kremlin.csv";

const EXPORT_HELP: &str = "\
Examples:
  segun export --format parquet --output claims/           a folder a day, for DuckDB, Spark, pandas
  segun export --format jsonl --country SYR | jq .sentence
  segun export --format gdelt --output gdelt/ --since 2026-01-01
  segun export --format jsonld --holder Kremlin --output kremlin.jsonld

parquet, jsonl, csv and jsonld have every claim that is asked for, denied and possible ones too, each marked as such.
gdelt and polecat have events: only what some claim says to have happened (polecat also what is announced, as PLOVER
recodes it).
Files and folders get their name when they are whole: an export that is stopped leaves nothing.";

const THREADS_HELP: &str = "\
Examples:
  segun threads --status rumoured --origins 2     rumours with two independent origins or more
  segun threads --party \"Kim Jong-un\" --type CONSULT
  segun show t12                                  the history of one";

const ORIGINS_HELP: &str = "\
Examples:
  segun origins --reports 5        what was reprinted most
  segun show o7                    one origin with its reports";

const SOURCES_HELP: &str = "\
Examples:
  segun sources --holder Peskov    how one source's claims ended
  segun sources --outlets --json";

const STORY_HELP: &str = "\
Examples:
  segun story --since 2026-03-01   what was reported on
  segun story 12                   the reports of story 12
  segun threads --story 12         what is claimed in it";

const SEARCH_HELP: &str = "\
Examples:
  segun search sanciones petróleo
  segun search '\"Casa Blanca\" niega' --language es";

const SHOW_HELP: &str = "\
Examples:
  segun show c120      a claim with its words
  segun show t12       a thread: history and evidence
  segun show r7        a report: versions and claims (--reading: all of its reading)
  segun show o7        an origin with its reports";

const SQL_HELP: &str = "\
Examples:
  segun sql --tables
  segun sql \"select type, count(*) as n from claims where certainty = 'possible' group by type order by n desc\"
  segun sql \"select * from threads where status = 'denied'\" --csv";

/// Which ledger.
#[derive(Args, Debug)]
pub(crate) struct PlaceArguments {
    /// Folder of the ledger, or postgres://user@host/database?schema=name [default: the platform's folder for programs'
    /// data; `segun ledger path` says it]
    // The variable's value may hold a password.
    #[arg(long, value_name = "PLACE", env = "SEGUN_LEDGER", hide_env_values = true, value_hint = ValueHint::DirPath)]
    pub(crate) ledger: Option<PathBuf>,
}

/// How rows are written.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct FormatArguments {
    /// Write JSON, one object a line
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Write comma-separated values with a head line
    #[arg(long)]
    pub(crate) csv: bool,
}

/// Options of `segun ingest`.
#[derive(Args, Debug)]
pub(crate) struct IngestArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    #[command(flatten)]
    pub(crate) actors: ActorArguments,
}

/// Options of `segun watch`.
#[derive(Args, Debug)]
pub(crate) struct WatchArguments {
    /// Addresses of feeds, and files that list them (OPML, or an address a line)
    #[arg(required = true, value_name = "FEED")]
    pub(crate) feed: Vec<String>,
    /// Ask each feed once, and end
    #[arg(long)]
    pub(crate) once: bool,
    /// Also fetch the page of each new item
    #[arg(long)]
    pub(crate) full: bool,
    /// Minutes between two requests for the same feed
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) interval: u32,
    /// Where those who run a site can find you: an address of a page or of mail, sent with every request
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<String>,
    /// Send alerts there as JSON instead of to standard output
    #[arg(long, value_name = "URL")]
    pub(crate) webhook: Option<String>,
    /// The reports' language, for those that do not say it themselves; without it, it is detected
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    #[command(flatten)]
    pub(crate) actors: ActorArguments,
}

/// Options of `segun alerts`.
#[derive(Args, Debug)]
pub(crate) struct AlertsArguments {
    #[command(subcommand)]
    pub(crate) task: AlertTask,
}

/// What to do with kept questions.
#[derive(Debug, Subcommand)]
pub(crate) enum AlertTask {
    /// Keep a question under a name; one that had the name is replaced
    Add {
        /// Its name
        name: String,
        #[command(flatten)]
        filter: Box<FilterArguments>,
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// List them
    List {
        #[command(flatten)]
        format: FormatArguments,
        #[command(flatten)]
        place: PlaceArguments,
    },
    /// Forget one
    Remove {
        /// Its name
        name: String,
        #[command(flatten)]
        place: PlaceArguments,
    },
}

/// Conditions; all have to hold.
#[derive(Args, Debug)]
pub(crate) struct FilterArguments {
    /// Who acts: a name in any language, or a key (iso3:FRA)
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,
    /// Who undergoes or receives
    #[arg(long, value_name = "NAME")]
    recipient: Vec<String>,
    /// Who takes part in whatever way
    #[arg(long, value_name = "NAME")]
    party: Vec<String>,
    /// Where
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// Country of somebody who takes part or of the place (ISO 3166-1 alpha-3)
    #[arg(long, value_name = "ISO3")]
    country: Option<String>,
    /// PLOVER type
    #[arg(long = "type", value_name = "TYPE", ignore_case = true, value_parser = words(EventType::ALL, |w| w.as_str()))]
    kind: Option<String>,
    /// How sure the holder is
    #[arg(long, value_parser = words(Certainty::ALL, |w| w.as_str()))]
    certainty: Option<String>,
    /// Affirmed (+) or denied (-)
    #[arg(long, allow_hyphen_values = true, value_parser = words(Polarity::ALL, |w| w.as_str()))]
    polarity: Option<String>,
    /// Against the publication
    #[arg(long, value_parser = words(When::ALL, |w| w.as_str()))]
    when: Option<String>,
    /// Who says it: a name or a key
    #[arg(long, value_name = "NAME")]
    holder: Option<String>,
    /// Who published it
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// What became of it
    #[arg(long, value_parser = words(Status::ALL, |w| w.as_str()))]
    status: Option<String>,
    /// At least so many independent origins stand behind its thread
    #[arg(long, value_name = "N")]
    origins: Option<u32>,
    /// Number of the origin that it has (7 of o7)
    #[arg(long, value_name = "N")]
    origin: Option<i64>,
    /// Number of the story that its report belongs to (12 of `segun story 12`)
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Words of the sentence or of who says it
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    span: SpanArguments,
}

impl FilterArguments {
    /// In the words of the ledger's questions.
    pub(crate) fn question(&self) -> Question {
        let date = |day: Option<Day>| day.map(|day| day.to_string());
        Question {
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            party: self.party.clone(),
            place: self.place.clone(),
            country: self.country.clone(),
            r#type: self.kind.clone(),
            certainty: self.certainty.clone(),
            polarity: self.polarity.clone(),
            when: self.when.clone(),
            holder: self.holder.clone(),
            outlet: self.outlet.clone(),
            language: self.span.language.clone(),
            since: date(self.span.since),
            until: date(self.span.until),
            status: self.status.clone(),
            origins: self.origins,
            origin: self.origin,
            story: self.story,
            text: self.text.clone(),
            limit: None,
        }
    }

    /// As the ledger takes it, without a limit.
    ///
    /// # Errors
    /// Where a word is wrong.
    pub(crate) fn filter(&self) -> Result<Filter, LedgerError> {
        self.question().filter()
    }
}

/// Options of `segun claims` and `segun threads`.
#[derive(Args, Debug)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    limit: LimitArguments,
    #[command(flatten)]
    pub(crate) format: FormatArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

impl ListArguments {
    /// As the ledger takes it.
    ///
    /// # Errors
    /// Where a word is wrong.
    pub(crate) fn filter(&self) -> Result<Filter, LedgerError> {
        Ok(Filter { limit: self.limit.limit, ..self.filter.filter()? })
    }
}

/// Options of `segun export`.
#[derive(Args, Debug)]
pub(crate) struct ExportArguments {
    /// What to write
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// File to write, or folder for parquet, gdelt and polecat [default: standard output]
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// Replace what has that name
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// What `segun export` writes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A row a claim, a folder a day of publication
    Parquet,
    /// A row a claim, one JSON object a line
    Jsonl,
    /// A row a claim, comma-separated
    Csv,
    /// GDELT 2.0: Events, Mentions
    Gdelt,
    /// POLECAT: PLOVER 2.0 events
    Polecat,
    /// schema.org claims with PROV
    Jsonld,
}

/// The number of rows.
#[derive(Args, Debug)]
pub(crate) struct LimitArguments {
    /// At most so many rows; 0 is all
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
}

/// The time and the language.
#[derive(Args, Debug)]
pub(crate) struct SpanArguments {
    /// Published on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Published on this day or before
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Language of the reports
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

impl SpanArguments {
    /// As the ledger takes it, with a limit.
    pub(crate) fn filter(&self, LimitArguments { limit }: &LimitArguments) -> Filter {
        Filter {
            since: self.since,
            until: self.until,
            language: self.language.clone(),
            limit: *limit,
            ..Filter::default()
        }
    }
}

/// Options of `segun origins`.
#[derive(Args, Debug)]
pub(crate) struct OriginsArguments {
    /// At least so many reports share it
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) reports: u32,
    #[command(flatten)]
    pub(crate) span: SpanArguments,
    #[command(flatten)]
    pub(crate) limit: LimitArguments,
    #[command(flatten)]
    pub(crate) format: FormatArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// Options of `segun sources`.
#[derive(Args, Debug)]
pub(crate) struct SourcesArguments {
    /// Only the source of this name or key
    #[arg(long, value_name = "NAME")]
    pub(crate) holder: Option<String>,
    /// Outlets instead of sources
    #[arg(long, conflicts_with = "holder")]
    pub(crate) outlets: bool,
    #[command(flatten)]
    pub(crate) limit: LimitArguments,
    #[command(flatten)]
    pub(crate) format: FormatArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// Options of `segun story`.
#[derive(Args, Debug)]
pub(crate) struct StoryArguments {
    /// Number of a story: lists its reports
    pub(crate) story: Option<i64>,
    /// At least so many reports
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) reports: u32,
    #[command(flatten)]
    pub(crate) span: SpanArguments,
    #[command(flatten)]
    pub(crate) limit: LimitArguments,
    #[command(flatten)]
    pub(crate) format: FormatArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// Options of `segun search`.
#[derive(Args, Debug)]
pub(crate) struct SearchArguments {
    /// Words that all have to be there, in any of their forms; words in quotation marks stand together
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) span: SpanArguments,
    #[command(flatten)]
    pub(crate) limit: LimitArguments,
    #[command(flatten)]
    pub(crate) format: FormatArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// Options of `segun show`.
#[derive(Args, Debug)]
pub(crate) struct ShowArguments {
    /// c and the number of a claim, t of a thread, r of a report, o of an origin
    #[arg(required = true, value_name = "ID")]
    pub(crate) id: Vec<String>,
    /// Write JSON, one object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Of a report: all that was read in it, as the contract's JSON
    #[arg(long)]
    pub(crate) reading: bool,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// Options of `segun sql`.
#[derive(Args, Debug)]
pub(crate) struct SqlArguments {
    /// One select statement
    #[arg(required_unless_present = "tables")]
    pub(crate) statement: Option<String>,
    /// List the tables and their columns
    #[arg(long)]
    pub(crate) tables: bool,
    #[command(flatten)]
    pub(crate) format: FormatArguments,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
}

/// Options of `segun ledger`.
#[derive(Args, Debug)]
pub(crate) struct TaskArguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Look at every page and report, and say what is wrong
    Check(PlaceArguments),
    /// Make the ledger anew from its reports; the old file stays beside it
    Repair(PlaceArguments),
    /// Say where the ledger is
    Path(PlaceArguments),
}

/// A parser that takes the contract's words.
fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|&one| word(one)))
}

fn day(text: &str) -> Result<Day, String> {
    let whole = (text.len() == 10).then(|| Day::parse(text)).flatten();
    whole.ok_or_else(|| "not a date; write it as 2026-03-02".to_owned())
}
