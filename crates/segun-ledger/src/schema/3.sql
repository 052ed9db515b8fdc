-- Format 3: what is asked of many claims stands in narrow indexes, what is counted of the whole ledger in rows, and a
-- thread's keys stand together.

-- Newest versions of reports with their claims, by the reports' language: empty where there is none.
create table language (
  code    text primary key,
  reports integer not null,
  claims  integer not null
) strict, without rowid;

-- What filters ask of a claim and of its thread. Their rows are wide: a listing of which few claims are would read a page
-- of the file for nearly each claim that it looks at.
create index claim_brief on claim
  (id, day, type, certainty, polarity, tense, language, outlet, source, report, origin, thread);
create index thread_brief on thread (id, status, lapses, origins);

insert into language (code, reports, claims)
  select ifnull(language, ''), count(*), 0 from report where current group by 1;
update language set claims =
  (select count(*) from claim indexed by claim_brief where ifnull(claim.language, '') = language.code);

-- In how many claims somebody takes part.
alter table party add column claims integer not null default 0;
update party set claims = counted.claims
  from (select party, count(distinct claim) as claims from claim_party group by party) counted
  where counted.party = party.id;

-- Keys are numbers by chance: each table or index in their order is another page to write for each key.
alter table thread_key rename to thread_key_2;
drop index thread_key_used;
drop index thread_key_thread;
create table thread_key (
  thread integer not null,
  key    integer not null,
  used   integer not null,                -- the report that last took the thread up under the key
  primary key (thread, key)
) strict, without rowid;
insert into thread_key (thread, key, used) select thread, key, used from thread_key_2 order by thread, key;
drop table thread_key_2;
create index thread_key_used on thread_key (key, used desc, thread);
