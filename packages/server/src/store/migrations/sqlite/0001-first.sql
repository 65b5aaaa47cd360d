-- The directory (small, slow-changing) and the life of events (hot). Hot rows are small and keyed by integers;
-- WITHOUT ROWID where the primary key is the only way in. Times are epoch milliseconds, *_seconds excepted.

create table installation (
  name text primary key,
  value blob not null
) strict, without rowid;

create table businesses (
  id integer primary key,
  graph_id text not null unique,
  name text not null
) strict;

create table apps (
  id integer primary key,
  graph_id text not null unique,
  name text not null,
  business_id integer not null references businesses (id),
  mode text not null check (mode in ('development', 'live')),
  secret blob not null -- sealed
) strict;

create table wabas (
  id integer primary key,
  graph_id text not null unique,
  name text not null,
  business_id integer not null references businesses (id)
) strict;

create table phone_numbers (
  id integer primary key,
  graph_id text not null unique,
  waba_id integer not null references wabas (id),
  display_phone_number text not null
) strict;

create index phone_numbers_by_waba on phone_numbers (waba_id, graph_id);

create table tokens (
  id integer primary key,
  hash blob not null unique, -- SHA-256 of the token
  app_id integer not null references apps (id),
  kind text not null check (kind in ('user', 'system_user')),
  scopes text not null, -- separated by a space
  label text not null,
  created_at integer not null,
  expires_at integer,
  revoked_at integer
) strict;

create table endpoints (
  id integer primary key,
  app_id integer not null references apps (id),
  level text not null check (level in ('app')),
  url text not null,
  state text not null check (state in ('open', 'closed'))
) strict;

create index endpoints_by_app on endpoints (app_id);

create table queues (
  id integer primary key,
  endpoint_id integer not null references endpoints (id),
  kind text not null check (kind in ('live', 'replay')),
  state text not null check (state in ('open', 'closed'))
) strict;

create index queues_by_endpoint on queues (endpoint_id);

create table app_subscriptions (
  app_id integer primary key references apps (id),
  endpoint_id integer not null references endpoints (id),
  verify_token blob not null, -- sealed
  include_values integer not null check (include_values in (0, 1)),
  active integer not null check (active in (0, 1)),
  verified_at integer not null
) strict;

create table app_fields (
  app_id integer not null references app_subscriptions (app_id) on delete cascade,
  name text not null,
  version text not null,
  primary key (app_id, name)
) strict, without rowid;

create table waba_subscriptions (
  waba_id integer not null references wabas (id),
  app_id integer not null references apps (id),
  at integer not null,
  primary key (waba_id, app_id)
) strict, without rowid;

-- seq is never reused: the high-water mark is kept in installation ('next_seq') and raised in the same commit.
create table events (
  seq integer primary key,
  "group" integer not null, -- seq of the first event of the body it came in
  entry_no integer not null,
  waba_id integer,
  entry_id text not null,
  entry_time_seconds integer,
  field text not null,
  phone_number text,
  origin text not null,
  accepted_at integer not null,
  change blob not null
) strict;

-- Owed and not yet settled: two integers, no more.
create table pending (
  queue_id integer not null,
  seq integer not null,
  primary key (queue_id, seq)
) strict, without rowid;

-- Written when the first attempt ends, that attempt inside it.
create table deliveries (
  first_seq integer not null,
  queue_id integer not null,
  members blob, -- seqs after the first as varint gaps; null when there is one event only
  n integer not null,
  state text not null check (state in ('delivered', 'retrying', 'dead', 'cancelled')),
  reason text not null, -- of the last attempt
  attempts integer not null,
  accepted_at integer not null,
  give_up_at integer not null,
  next_at integer,
  last_status integer,
  last_attempt_at integer,
  first_status integer,
  first_reason text not null,
  first_attempt_at integer,
  first_duration_ms integer,
  first_excerpt blob,
  primary key (first_seq, queue_id)
) strict, without rowid;

create index deliveries_by_queue on deliveries (queue_id, first_seq);

create index deliveries_due on deliveries (next_at) where state = 'retrying';

-- For the lists of what did not simply work; the common case does not pay for it.
create index deliveries_unusual on deliveries (state, first_seq) where state <> 'delivered';

-- Finds a delivery by an event that is not its first.
create table grouped (
  seq integer not null,
  queue_id integer not null,
  first_seq integer not null,
  primary key (seq, queue_id)
) strict, without rowid;

-- From the second attempt on.
create table attempts (
  first_seq integer not null,
  queue_id integer not null,
  no integer not null,
  started_at integer not null,
  duration_ms integer not null,
  status integer,
  reason text not null,
  excerpt blob,
  primary key (first_seq, queue_id, no)
) strict, without rowid;

create table idempotency (
  key_hash blob primary key,
  body_hash blob not null,
  accepted integer not null,
  first_seq integer not null,
  last_seq integer not null,
  at integer not null
) strict, without rowid;

create index idempotency_by_age on idempotency (at);
