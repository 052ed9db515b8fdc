-- What `segun sql` shows. Days are ISO 8601 dates; lists are JSON.
-- From the year 1 to 9999; other years are not written in this way.
create or replace function iso(day bigint) returns text language sql immutable as
  $$ select case when day between -719162 and 2932896
                 then to_char(date '1970-01-01' + cast(day as integer), 'YYYY-MM-DD') end $$;
-- Parties as JSON that the server takes; its texts have no NUL.
create or replace function parties_of(kept text) returns json language sql immutable as
  $$ select cast(replace(kept, '\u0000', '\ufffd') as json) $$;
create or replace function names(parties json, part text) returns json language sql immutable as
  $$ select to_json(array(select x ->> 'name' from json_array_elements(parties -> part) x)) $$;

create or replace view claims as
select c.id, c.report, r.title, r.url, o.name as outlet, c.language, r.published,
       c.type, c.mode, c.certainty, c.polarity, c.tense, iso(c.from_day) as "from", iso(c.to_day) as "to",
       names(p.parties, 'actor') as actors, names(p.parties, 'recipient') as recipients,
       names(p.parties, 'place') as places,
       to_json(array(select distinct x ->> 'country' from json_each(p.parties) of_part,
                     json_array_elements(of_part.value) x where x ->> 'country' is not null)) as countries,
       c.holder, c.holder_kind, c.stance, c.source,
       c.trigger, c.sentence, c.confidence, c.origin, c.thread, c.outcome
from claim c join report r on r.id = c.report left join outlet o on o.id = c.outlet
     cross join lateral (select parties_of(c.parties) as parties) p;

create or replace view reports as
select r.id, r.key, r.version, r.current, r.language, r.published, r.title, r.url, o.name as outlet, r.words,
       r.origin, r.story, r.model
from report r left join outlet o on o.id = r.outlet;

create or replace view threads as
select t.id, t.type, t.about,
       case when t.lapses < (select max(day) from report) then 'lapsed' else t.status end as status,
       iso(nullif(t.first_day, -1000000)) as first, iso(nullif(t.last_day, -1000000)) as last,
       iso(t.deadline) as deadline, t.claims, t.reports, t.origins
from thread t;

create or replace view steps as
select s.thread, s.number, iso(s.day) as day, s.kind, s.contradiction, s.status, iso(s.from_day) as "from",
       iso(s.to_day) as "to", s.claims, s.origins, s.reports
from step s;

create or replace view origins as
select g.id, g.wire, g.reports, r.title, r.published, r.url, o.name as outlet
from origin g left join report r on r.id = g.report left join outlet o on o.id = r.outlet;

create or replace view sources as
select s.id, s.key, s.name, s.kind, s.affiliation, s.claims from source s;

create or replace view outlets as
select o.id, o.name, o.reports, o.claims from outlet o;

create or replace view parties as
select p.id, p.key, p.name, p.country, k.claim, k.role
from party p left join claim_party k on k.party = p.id;

create or replace view stories as
select s.id, r.title, s.reports, iso(nullif(s.first_day, -1000000)) as first,
       iso(nullif(s.last_day, -1000000)) as last
from story s left join report r on r.id = s.report;
