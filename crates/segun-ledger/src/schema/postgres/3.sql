-- The ledger on a server of PostgreSQL, format 3: the tables and columns of a file of format 3 (../1.sql to ../3.sql say what
-- they mean). What is a truth there as 0 or 1 is a boolean here. Texts are ordered byte by byte, as in SQLite, whatever the
-- database's own order is. References that nothing is deleted along are left to `segun ledger check`. What may be of any length,
-- as addresses are, is indexed by its hash: no row of any other index may be longer than 2.7 KB.

-- One row: what this is.
create table ledger (
  format bigint not null                  -- of the tables
);
insert into ledger (format) values (3);

-- One row: how many changes there were. Who writes sees by it that others have written.
create table writing (
  count bigint not null
);
insert into writing (count) values (0);

-- The number of a new row: one more than the highest, as SQLite gives them. Only one writes at a time.
create function next_number(of text) returns bigint language plpgsql volatile as $$
declare number bigint;
begin
  execute format('select coalesce(max(id), 0) + 1 from %I', of) into number;
  return number;
end $$;

create table outlet (
  id      bigint primary key default next_number('outlet'),
  name    text collate "C" not null,
  reports bigint not null default 0,
  claims  bigint not null default 0,
  exclude using hash (name with =)
);
create index outlet_claims on outlet (claims desc, id);

create table report (
  id        bigint primary key default next_number('report'),
  key       text collate "C" not null,
  version   bigint not null,
  current   boolean not null,
  hash      bytea not null unique,
  language  text collate "C",
  published text collate "C",
  day       bigint,
  title     text collate "C",
  url       text collate "C",
  outlet    bigint,
  words     bigint not null,
  origin    bigint,
  story     bigint,
  model     text collate "C" not null,
  reading   bytea not null
);
create index report_key on report using hash (key);
-- It is deflated already.
alter table report alter column reading set storage external;
create index report_day on report (day nulls first, id);
create index report_outlet on report (outlet, day nulls first, id);
create index report_origin on report (origin, id) where origin is not null;
create index report_story on report (story, day nulls first, id) where story is not null;

create table party (
  id      bigint primary key default next_number('party'),
  key     text collate "C" not null,
  name    text collate "C" not null,
  country text collate "C",
  claims  bigint not null default 0,
  exclude using hash (key with =)
);
create table alias (
  name  text collate "C" not null,
  party bigint not null,
  primary key (name, party)
);

create table source (
  id          bigint primary key default next_number('source'),
  key         text collate "C" not null,
  name        text collate "C" not null,
  name_folded text collate "C" not null,
  kind        text collate "C" not null,
  affiliation text collate "C",
  claims      bigint not null default 0,
  exclude using hash (key with =)
);
create index source_name on source (name_folded);
create index source_claims on source (claims desc, id);

create table claim (
  id          bigint primary key default next_number('claim'),
  report      bigint not null,
  event       text collate "C" not null,
  same_as     text collate "C" not null,
  type        text collate "C" not null,
  mode        text collate "C",
  certainty   text collate "C" not null,
  polarity    text collate "C" not null,
  tense       text collate "C" not null,
  from_day    bigint,
  to_day      bigint,
  source      bigint,
  holder      text collate "C",
  holder_kind text collate "C",
  stance      text collate "C",
  parties     text collate "C" not null,
  trigger     text collate "C" not null,
  trigger_start  bigint not null,
  trigger_end    bigint not null,
  sentence    text collate "C" not null,
  sentence_start bigint not null,
  sentence_end   bigint not null,
  confidence  double precision not null,
  affiliation text collate "C",
  turn        text collate "C",
  day         bigint,
  language    text collate "C",
  outlet      bigint,
  origin      bigint,
  thread      bigint,
  why         text collate "C",
  outcome     text collate "C"
);
create index claim_report on claim (report);
create index claim_day on claim (day desc nulls last, id desc);
create index claim_type on claim (type, day desc nulls last, id desc);
create index claim_certainty on claim (certainty, day desc nulls last, id desc);
create index claim_source on claim (source, day desc nulls last, id desc) where source is not null;
create index claim_outlet on claim (outlet, day desc nulls last, id desc) where outlet is not null;
create index claim_thread on claim (thread, day nulls first, id) where thread is not null;
create index claim_origin on claim (origin, id) where origin is not null;

create table claim_party (
  party     bigint not null,
  day       bigint not null,
  claim     bigint not null,
  role      text collate "C" not null,
  type      text collate "C" not null,
  certainty text collate "C" not null,
  polarity  text collate "C" not null,
  tense     text collate "C" not null,
  primary key (party, day, claim, role)
);
create index claim_party_claim on claim_party (claim);
create table claim_country (
  country   text collate "C" not null,
  day       bigint not null,
  claim     bigint not null,
  role      text collate "C" not null,
  type      text collate "C" not null,
  certainty text collate "C" not null,
  polarity  text collate "C" not null,
  tense     text collate "C" not null,
  primary key (country, day, claim, role)
);

-- Full text: stems with one space between them. To take a text apart costs more than to look into an index, which the planner
-- has to be told. What has come in last is looked through word by word, so that is kept short.
create function words_of(body text) returns text[] language plpgsql immutable strict parallel safe cost 1000 as
  $$ begin return string_to_array(body, ' '); end $$;
create table report_text (
  rowid bigint primary key,
  body  text collate "C" not null
);
create index report_words on report_text using gin (words_of(body)) with (gin_pending_list_limit = 512);
create table claim_text (
  rowid bigint primary key,
  body  text collate "C" not null
);
create index claim_words on claim_text using gin (words_of(body)) with (gin_pending_list_limit = 512);

-- Which texts of a table have all of some words, however many those are: always by the index, which knows it for certain. The
-- planner counts what it would cost to take each of them apart once more, and would then rather go through all texts. That they
-- are few is said so that those wanted of them are looked up one by one.
create function having_words(of text, words text[]) returns setof bigint language plpgsql stable rows 10
  set enable_seqscan to off set enable_indexscan to off as $$
begin
  return query execute format('select rowid from %I where words_of(body) @> $1', of) using words;
end $$;

-- How many texts there are and how many words they have together: what a word says is weighed by that.
create table counted (
  of    text collate "C" primary key,                 -- report_text, claim_text
  texts bigint not null,
  words bigint not null
);
insert into counted (of, texts, words) values ('report_text', 0, 0), ('claim_text', 0, 0);
create function count_text() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update counted set texts = texts + 1, words = words + cardinality(string_to_array(new.body, ' ')) where of = tg_table_name;
  else
    update counted set texts = texts - 1, words = words - cardinality(string_to_array(old.body, ' ')) where of = tg_table_name;
  end if;
  return null;
end $$;
create trigger text_counted after insert or delete on report_text for each row execute function count_text();
create trigger text_counted after insert or delete on claim_text for each row execute function count_text();

create table thread (
  id        bigint primary key default next_number('thread'),
  type      text collate "C" not null,
  about     text collate "C" not null,
  status    text collate "C",
  lapses    bigint,
  deadline  bigint,
  first_day bigint not null,
  last_day  bigint not null,
  claims    bigint not null,
  reports   bigint not null,
  origins   bigint not null,
  profile   text collate "C" not null,
  stale     boolean not null,
  lapsed    boolean not null
);
create index thread_lapses on thread (lapses, id) where not lapsed and lapses is not null;
create index thread_day on thread (last_day desc, id desc);
create index thread_status on thread (status, last_day desc, id desc);
create index thread_type on thread (type, last_day desc, id desc);
create index thread_stale on thread (id) where stale;
create table thread_key (
  thread bigint not null,
  key    bigint not null,
  used   bigint not null,
  primary key (thread, key)
);
create index thread_key_used on thread_key (key, used desc, thread);
create table step (
  thread   bigint not null references thread (id) on delete cascade,
  number   bigint not null,
  day      bigint,
  kind     text collate "C" not null,
  contradiction text collate "C",
  status   text collate "C",
  from_day bigint,
  to_day   bigint,
  claims   text collate "C" not null,
  origins  bigint not null,
  reports  bigint not null,
  primary key (thread, number)
);

create table record (
  of        text collate "C" not null,
  id        bigint not null,
  thread    bigint not null references thread (id) on delete cascade,
  certainty text collate "C" not null,
  polarity  text collate "C" not null,
  stance    text collate "C" not null,
  outcome   text collate "C" not null,
  primary key (of, id, thread, certainty, polarity, stance)
);
create index record_thread on record (thread);
create table tally (
  of        text collate "C" not null,
  id        bigint not null,
  certainty text collate "C" not null,
  outcome   text collate "C" not null,
  claims    bigint not null,
  primary key (of, id, certainty, outcome)
);
create function count_record() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into tally (of, id, certainty, outcome, claims) values (new.of, new.id, new.certainty, new.outcome, 1)
      on conflict (of, id, certainty, outcome) do update set claims = tally.claims + 1;
  else
    update tally set claims = claims - 1
      where of = old.of and id = old.id and certainty = old.certainty and outcome = old.outcome;
  end if;
  return null;
end $$;
create trigger record_counted after insert or delete on record for each row execute function count_record();

create table story (
  id        bigint primary key default next_number('story'),
  report    bigint not null,
  reports   bigint not null,
  first_day bigint not null,
  last_day  bigint not null,
  profile   text collate "C" not null
);
create index story_day on story (last_day desc, id desc);
create table story_key (
  key   bigint not null,
  story bigint not null,
  primary key (key, story)
);
create index story_key_story on story_key (story);
create table feature (
  key     bigint primary key,
  reports bigint not null
) with (fillfactor = 70);

create table origin (
  id      bigint primary key default next_number('origin'),
  report  bigint not null,
  wire    text collate "C",
  reports bigint not null
);
create index origin_reports on origin (reports desc, id desc);
create table membership (
  report bigint not null,
  origin bigint not null,
  region bigint not null,
  main   boolean not null,
  primary key (report, origin)
);
create index membership_origin on membership (origin, report);
create table fingerprint (
  report bigint primary key,
  bytes  bytea not null,
  wire   text collate "C",
  reason text collate "C" not null
);
create table origin_key (
  key    bigint not null,
  report bigint not null,
  primary key (key, report)
);
create table quote (
  id          bigint primary key default next_number('quote'),
  report      bigint not null,
  attribution text collate "C" not null,
  speaker     text collate "C",
  text        text collate "C" not null,
  origin      bigint not null
);
create index quote_report on quote (report);
create index quote_origin on quote (origin);
create table quote_key (
  key   bigint not null,
  quote bigint not null references quote (id) on delete cascade,
  primary key (key, quote)
);
create index quote_key_quote on quote_key (quote);
create table credit (
  report bigint not null,
  source text collate "C" not null,
  name   text collate "C" not null,
  kind   text collate "C" not null,
  start  bigint not null,
  "end"  bigint not null,
  primary key (report, start)
);

create table language (
  code    text collate "C" primary key,
  reports bigint not null,
  claims  bigint not null
);

create table alert (
  name  text collate "C" primary key,
  asked text collate "C" not null
);
