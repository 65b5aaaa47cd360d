-- What an app is made to live through on purpose, what each attempt carried of it, and what was sent besides.

-- One row an app, because a set of faults is switched on and off as a whole.
create table app_faults (
  app_id integer primary key references apps (id) on delete cascade,
  seed integer not null,
  is_marked integer not null check (is_marked in (0, 1)),
  set_at integer not null,
  expires_at integer, -- null: until somebody ends it
  settings text not null -- JSON: the parameters of each fault, by its name
) strict;

-- Names with blanks between; null for all that carried none.
alter table deliveries add column faults text; -- of all its attempts
alter table deliveries add column first_faults text;
alter table attempts add column faults text;

-- No obligations, so nothing hangs on these rows: the latest of each app are kept.
create table fault_extras (
  id integer primary key,
  app_id integer not null references apps (id) on delete cascade,
  fault text not null,
  queue_id integer not null,
  first_seq integer not null, -- of the delivery it was sent beside
  at integer not null,
  duration_ms integer not null,
  bytes integer not null,
  status integer, -- null: no answer
  reason text not null
) strict;
create index fault_extras_by_app on fault_extras (app_id, id);
