-- What `segun sql` shows. Days are ISO 8601 dates; lists are JSON.
drop view if exists claims;
create view claims as
select c.id, c.report, r.title, r.url, o.name as outlet, c.language, r.published,
       c.type, c.mode, c.certainty, c.polarity, c.tense,
       date(c.from_day * 86400, 'unixepoch') as "from", date(c.to_day * 86400, 'unixepoch') as "to",
       (select json_group_array(value ->> 'name') from json_each(c.parties, '$.actor')) as actors,
       (select json_group_array(value ->> 'name') from json_each(c.parties, '$.recipient')) as recipients,
       (select json_group_array(value ->> 'name') from json_each(c.parties, '$.place')) as places,
       (select json_group_array(distinct atom) from json_tree(c.parties)
        where key = 'country' and atom is not null) as countries,
       c.holder, c.holder_kind, c.stance, c.source,
       c.trigger, c.sentence, c.confidence, c.origin, c.thread, c.outcome
from claim c join report r on r.id = c.report left join outlet o on o.id = c.outlet;

drop view if exists reports;
create view reports as
select r.id, r.key, r.version, r.current, r.language, r.published, r.title, r.url, o.name as outlet, r.words,
       r.origin, r.story, r.model
from report r left join outlet o on o.id = r.outlet;

drop view if exists threads;
create view threads as
select t.id, t.type, t.about,
       case when t.lapses < (select max(day) from report) then 'lapsed' else t.status end as status,
       date(nullif(t.first_day, -1000000) * 86400, 'unixepoch') as first,
       date(nullif(t.last_day, -1000000) * 86400, 'unixepoch') as last,
       date(t.deadline * 86400, 'unixepoch') as deadline, t.claims, t.reports, t.origins
from thread t;

drop view if exists steps;
create view steps as
select s.thread, s.number, date(s.day * 86400, 'unixepoch') as day, s.kind, s.contradiction, s.status,
       date(s.from_day * 86400, 'unixepoch') as "from", date(s.to_day * 86400, 'unixepoch') as "to", s.claims,
       s.origins, s.reports
from step s;

drop view if exists origins;
create view origins as
select g.id, g.wire, g.reports, r.title, r.published, r.url, o.name as outlet
from origin g left join report r on r.id = g.report left join outlet o on o.id = r.outlet;

drop view if exists sources;
create view sources as
select s.id, s.key, s.name, s.kind, s.affiliation, s.claims
from source s;

drop view if exists outlets;
create view outlets as
select o.id, o.name, o.reports, o.claims from outlet o;

drop view if exists parties;
create view parties as
select p.id, p.key, p.name, p.country, k.claim, k.role
from party p left join claim_party k on k.party = p.id;

drop view if exists stories;
create view stories as
select s.id, r.title, s.reports, date(nullif(s.first_day, -1000000) * 86400, 'unixepoch') as first,
       date(nullif(s.last_day, -1000000) * 86400, 'unixepoch') as last
from story s left join report r on r.id = s.report;
