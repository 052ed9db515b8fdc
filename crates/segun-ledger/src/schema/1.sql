-- The ledger, format 1. What is read is kept in `report`; everything else is derived from it and can be
-- rebuilt. Days are days since 1970-01-01; spans are UTF-8 byte offsets into the report's text.

create table outlet (
  id      integer primary key,
  name    text not null unique,
  reports integer not null default 0,     -- of the newest versions
  claims  integer not null default 0
) strict;
create index outlet_claims on outlet (claims desc, id);

create table report (
  id        integer primary key,          -- in the order of coming in
  key       text not null,                -- what stays the same when a report is corrected
  version   integer not null,             -- 1, 2, … of the same key
  current   integer not null,             -- 1 for the newest version
  hash      blob not null unique,         -- SHA-256 of all that the publisher gave
  language  text,
  published text,
  day       integer,                      -- of publication
  title     text,
  url       text,
  outlet    integer references outlet (id),
  words     integer not null,
  origin    integer,                      -- derived, as is the next
  story     integer,
  model     text not null,                -- version of the model that read it
  reading   blob not null,                -- the contract's JSON, deflated
  unique (key, version)
) strict;
create index report_day on report (day, id);
create index report_outlet on report (outlet, day, id);
create index report_origin on report (origin, id) where origin is not null;
create index report_story on report (story, day, id) where story is not null;

create table party (
  id      integer primary key,
  key     text not null unique,
  name    text not null,
  country text
) strict;

-- Names that a party was found under, folded.
create table alias (
  name  text not null,
  party integer not null references party (id),
  primary key (name, party)
) strict, without rowid;

create table source (
  id          integer primary key,
  key         text not null unique,
  name        text not null,
  name_folded text not null,
  kind        text not null,
  affiliation text,
  claims      integer not null default 0
) strict;
create index source_name on source (name_folded);
create index source_claims on source (claims desc, id);

create table claim (
  id          integer primary key,
  report      integer not null references report (id) on delete cascade,
  event       text not null,              -- its id in the report
  same_as     text not null,
  type        text not null,
  mode        text,
  certainty   text not null,
  polarity    text not null,
  tense       text not null,              -- past, present, future, timeless: against the publication
  from_day    integer,
  to_day      integer,
  source      integer references source (id),
  holder      text,                       -- as the report names it; null is the author
  holder_kind text,
  stance      text,
  parties     text not null,              -- actor, recipient, place: lists of key, country and name, as JSON
  trigger     text not null,
  trigger_start  integer not null,
  trigger_end    integer not null,
  sentence    text not null,              -- the evidence
  sentence_start integer not null,
  sentence_end   integer not null,
  confidence  real not null,
  affiliation text,                       -- the country that the holder speaks for
  turn        text,                       -- postponed, cancelled, corrected: what the sentence says of its course
  day         integer,                    -- of publication
  language    text,
  outlet      integer,
  origin      integer,
  thread      integer,
  why         text,                       -- why it is in its thread, as JSON
  outcome     text                        -- how it ended, as later reports of other origins tell
) strict;
create index claim_report on claim (report);
create index claim_day on claim (day desc, id desc);
create index claim_type on claim (type, day desc, id desc, certainty, polarity, tense);
create index claim_certainty on claim (certainty, day desc, id desc, polarity, tense);
create index claim_source on claim (source, day desc, id desc) where source is not null;
create index claim_outlet on claim (outlet, day desc, id desc) where outlet is not null;
create index claim_thread on claim (thread, day, id) where thread is not null;
create index claim_origin on claim (origin, id) where origin is not null;

-- Who and where, with what claims are most often asked for, so that a query need not look at each claim.
create table claim_party (
  party     integer not null,
  day       integer not null,
  claim     integer not null,
  role      text not null,                -- actor, recipient, place
  type      text not null,
  certainty text not null,
  polarity  text not null,
  tense     text not null,
  primary key (party, day desc, claim desc, role)
) strict, without rowid;
create table claim_country (
  country   text not null,
  day       integer not null,
  claim     integer not null,
  role      text not null,
  type      text not null,
  certainty text not null,
  polarity  text not null,
  tense     text not null,
  primary key (country, day desc, claim desc, role)
) strict, without rowid;

-- Full text, each word as its stem in its report's language; rowid is the report's or claim's id.
create virtual table report_text using fts5 (body, content = '', contentless_delete = 1, tokenize = 'unicode61');
create virtual table claim_text using fts5 (body, content = '', contentless_delete = 1, tokenize = 'unicode61');

-- What each thread counts in the records of sources and outlets: written when the thread is settled. Who says the
-- same of one event again in the same way counts once.
create table record (
  of        text not null,                -- source, outlet
  id        integer not null,
  thread    integer not null references thread (id) on delete cascade,
  certainty text not null,
  polarity  text not null,
  stance    text not null,                -- empty in the author's own words
  outcome   text not null,                -- came_true, denied, lapsed, open
  primary key (of, id, thread, certainty, polarity, stance)
) strict, without rowid;
create index record_thread on record (thread);

-- Stories: reports of the same happening.
create table story (
  id        integer primary key,
  report    integer not null,             -- its first one, whose title it has
  reports   integer not null,
  first_day integer not null,
  last_day  integer not null,
  profile   text not null                 -- weights of names and words, as JSON
) strict;
create index story_day on story (last_day desc, id desc);
create table story_key (
  key   integer not null,
  story integer not null,
  primary key (key, story)
) strict, without rowid;
create index story_key_story on story_key (story);
create table feature (
  key     integer primary key,
  reports integer not null                -- how many have it
) strict;

-- Origins: independent beginnings, shared by reprints and by stories that quote the same statement.
create table origin (
  id      integer primary key,
  report  integer not null,               -- the report that was first in the ledger
  wire    text,                           -- the agency that it credits
  reports integer not null
) strict;
create index origin_reports on origin (reports desc, id desc);
create table membership (
  report integer not null references report (id) on delete cascade,
  origin integer not null references origin (id),
  region integer not null,                -- the report's passages that belong to it, a bit each
  main   integer not null,                -- 1 for the origin that holds most of the report
  primary key (report, origin)
) strict, without rowid;
create index membership_origin on membership (origin, report);
create table fingerprint (
  report integer primary key references report (id) on delete cascade,
  bytes  blob not null,
  wire   text,
  reason text not null                    -- why it is of its origin
) strict;
create table origin_key (
  key    integer not null,
  report integer not null,
  primary key (key, report)
) strict, without rowid;
create table quote (
  id     integer primary key,
  report integer not null references report (id) on delete cascade,
  attribution text not null,
  speaker text,
  text   text not null,
  origin integer not null                 -- of whoever was first to hand it on
) strict;
create index quote_report on quote (report);
create index quote_origin on quote (origin);
create table quote_key (
  key   integer not null,
  quote integer not null references quote (id) on delete cascade,
  primary key (key, quote)
) strict, without rowid;
create index quote_key_quote on quote_key (quote);
create table credit (
  report integer not null references report (id) on delete cascade,
  source text not null,
  name   text not null,
  kind   text not null,
  start  integer not null,
  "end"  integer not null,
  primary key (report, start)
) strict, without rowid;

-- Threads: claims about the same event in the world.
create table thread (
  id        integer primary key,
  type      text not null,
  about     text not null,
  status    text,                         -- as of its last claim; null where it was only wanted or conditional
  lapses    integer,                      -- the day after which it has lapsed, if nothing more is heard
  deadline  integer,                      -- end of the window in which it is still to happen
  first_day integer not null,
  last_day  integer not null,
  claims    integer not null,
  reports   integer not null,
  origins   integer not null,
  profile   text not null,                -- what new claims are compared with, as JSON
  stale     integer not null,             -- 1: status and counts are to be worked out anew
  lapsed    integer not null              -- 1: its claims are counted as lapsed
) strict;
create index thread_lapses on thread (lapses) where not lapsed;
create index thread_day on thread (last_day desc, id desc);
create index thread_status on thread (status, last_day desc, id desc, lapses, origins);
create index thread_type on thread (type, last_day desc, id desc);
create index thread_stale on thread (id) where stale;
create table thread_key (
  key    integer not null,
  thread integer not null,
  used   integer not null,                -- the report that last took the thread up under the key
  primary key (key, thread)
) strict, without rowid;
create index thread_key_used on thread_key (key, used desc, thread);
create index thread_key_thread on thread_key (thread);
create table step (
  thread integer not null references thread (id) on delete cascade,
  number integer not null,
  day    integer,
  kind   text not null,
  contradiction text,
  status text,
  from_day integer,
  to_day integer,
  claims text not null,                   -- numbers of the claims that say so, as a JSON list
  origins integer not null,
  reports integer not null,
  primary key (thread, number)
) strict, without rowid;

-- Questions that are asked of every new report.
create table alert (
  name  text primary key,
  asked text not null                     -- in the words of whoever asks, as JSON
) strict;
