-- Format 2: the records of sources and outlets, added up. What stands in `record` is counted here by itself, so that
-- a listing costs the same however much a source has said.

create table tally (
  of        text not null,                -- source, outlet
  id        integer not null,
  certainty text not null,
  outcome   text not null,                -- came_true, denied, lapsed, open
  claims    integer not null,
  primary key (of, id, certainty, outcome)
) strict, without rowid;
insert into tally (of, id, certainty, outcome, claims)
  select of, id, certainty, outcome, count(*) from record group by of, id, certainty, outcome;
create trigger record_counted after insert on record begin
  insert into tally (of, id, certainty, outcome, claims) values (new.of, new.id, new.certainty, new.outcome, 1)
    on conflict (of, id, certainty, outcome) do update set claims = claims + 1;
end;
create trigger record_uncounted after delete on record begin
  update tally set claims = claims - 1
    where of = old.of and id = old.id and certainty = old.certainty and outcome = old.outcome;
end;
