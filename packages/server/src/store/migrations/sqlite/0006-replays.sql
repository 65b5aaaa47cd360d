-- Replays: events sent once more, each replay through a queue of its own. A row says what is taken, how far it has
-- come and what became of it; the counters move in the same transactions as the rows they count.
create table replays (
  id integer primary key,
  queue_id integer not null unique, -- of the kind 'replay'
  app_id integer not null, -- whose dead letters count as replayed once their events have arrived
  source text not null check (source in ('deliveries', 'events')),
  states text not null, -- of 'deliveries', separated by a space
  source_endpoint_id integer, -- of 'deliveries'; null: every endpoint of the app
  waba_id integer,
  field text,
  reason text, -- of 'deliveries'
  since integer,
  until integer,
  first_seq integer not null,
  last_seq integer not null,
  include_replayed integer not null check (include_replayed in (0, 1)),
  rate_per_second integer not null,
  state text not null check (state in ('running', 'done', 'cancelled')),
  end_reason text, -- of 'cancelled'
  started_at integer not null,
  ended_at integer,
  cursor integer not null, -- everything up to this seq was taken
  total integer not null, -- counted before the start
  filled integer not null default 0, -- events taken
  stripped integer not null default 0, -- events passed over, because their bodies are gone
  retrying integer not null default 0,
  delivered integer not null default 0,
  dead integer not null default 0,
  cancelled integer not null default 0,
  key_hash blob, -- of the idempotency key it was asked for with
  body_hash blob
) strict;

create index replays_running on replays (id) where state = 'running';

create unique index replays_by_key on replays (key_hash) where key_hash is not null;

-- The replay that brought a dead letter to its receiver after all.
alter table deliveries add column replayed_by integer;
