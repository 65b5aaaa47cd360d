-- Who acts and what they may: users, tasks, partners, App Review, admin keys; overrides of callbacks; rate limits;
-- the audit log. `level` and `state` of endpoints get more words, and SQLite cannot change a check in place, so
-- that table is made again; ids stay, and with them queues and what is owed.

alter table apps add column link text;
alter table apps add column icon text;
alter table apps add column require_app_secret integer not null default 0 check (require_app_secret in (0, 1));

create table app_reviews (
  app_id integer not null references apps (id),
  permission text not null,
  state text not null check (state in ('requested', 'submitted', 'approved', 'rejected', 'revoked')),
  access text check (access in ('standard', 'advanced')), -- of 'approved'
  reason text, -- of 'rejected' and 'revoked'
  at integer not null,
  primary key (app_id, permission)
) strict, without rowid;

-- Before App Review existed here, every live app counted as reviewed.
insert into app_reviews (app_id, permission, state, access, at)
select a.id, p.permission, 'approved', 'standard', 0
from apps a
cross join (
  select 'whatsapp_business_management' as permission
  union all
  select 'whatsapp_business_messaging'
) p
where a.mode = 'live';

create table app_shares (
  app_id integer not null references apps (id),
  business_id integer not null references businesses (id),
  primary key (app_id, business_id)
) strict, without rowid;

create table users (
  id integer primary key,
  graph_id text not null unique,
  name text not null,
  kind text not null check (kind in ('user', 'system_user')),
  business_id integer not null references businesses (id),
  role text not null check (role in ('admin', 'employee'))
) strict;

-- Tasks are separated by a space.
create table waba_users (
  waba_id integer not null references wabas (id),
  user_id integer not null references users (id),
  tasks text not null,
  primary key (waba_id, user_id)
) strict, without rowid;

create table waba_partners (
  waba_id integer not null references wabas (id),
  business_id integer not null references businesses (id),
  tasks text not null,
  primary key (waba_id, business_id)
) strict, without rowid;

alter table phone_numbers add column verified_name text not null default '';
alter table phone_numbers add column registered integer not null default 1 check (registered in (0, 1));
update phone_numbers
set verified_name = (select name from wabas where wabas.id = phone_numbers.waba_id);

-- A token stands for somebody. Tokens from before get one admin system user per business.
insert into users (graph_id, name, kind, business_id, role)
select '8' || b.graph_id, b.name || ' system user', 'system_user', b.id, 'admin'
from businesses b
where exists (select 1 from tokens t join apps a on a.id = t.app_id where a.business_id = b.id);

create table tokens_2 (
  id integer primary key,
  hash blob not null unique, -- SHA-256 of the token
  app_id integer not null references apps (id),
  user_id integer not null references users (id),
  kind text not null check (kind in ('user', 'system_user', 'business_integration')),
  scopes text not null, -- separated by a space
  granular_targets text not null default '[]', -- JSON: [{"scope","targetIds"}]
  label text not null,
  created_at integer not null,
  expires_at integer,
  revoked_at integer
) strict;

insert into tokens_2 (id, hash, app_id, user_id, kind, scopes, label, created_at, expires_at, revoked_at)
select t.id, t.hash, t.app_id, u.id, t.kind, t.scopes, t.label, t.created_at, t.expires_at, t.revoked_at
from tokens t
join apps a on a.id = t.app_id
join users u on u.business_id = a.business_id;

drop table tokens;
alter table tokens_2 rename to tokens;
create index tokens_by_app on tokens (app_id);

-- Queues and subscriptions refer to endpoints. Until the commit they may refer to nothing, and SQLite counts them
-- as whole again only when the rows come back under the old name: hence a copy there and back, not a renaming.
pragma defer_foreign_keys = on;

create table endpoints_before as
select id, app_id, level, url, state
from endpoints;

drop table endpoints;

create table endpoints (
  id integer primary key,
  app_id integer not null references apps (id),
  level text not null check (level in ('app', 'waba', 'number')),
  waba_id integer references wabas (id), -- of the levels 'waba' and 'number'
  phone_number_id integer references phone_numbers (id), -- of the level 'number'
  url text not null,
  verify_token blob, -- sealed; of open overrides, an app's own stands in app_subscriptions
  state text not null check (state in ('open', 'draining', 'closed')),
  check ((level <> 'app') = (waba_id is not null)),
  check ((level = 'number') = (phone_number_id is not null))
) strict;

insert into endpoints (id, app_id, level, url, state)
select id, app_id, level, url, state
from endpoints_before;

drop table endpoints_before;
create index endpoints_by_app on endpoints (app_id);
create index endpoints_by_waba on endpoints (waba_id) where state = 'open';

-- An app has one callback at each place.
create unique index endpoints_open
on endpoints (app_id, coalesce(waba_id, 0), coalesce(phone_number_id, 0))
where state = 'open';

alter table app_subscriptions
add column client_certificate integer not null default 0 check (client_certificate in (0, 1));

-- In microseconds, because most calls cost less than a millisecond.
create table usage (
  bucket text not null,
  slot integer not null, -- when it starts
  calls integer not null,
  cpu_us integer not null,
  wall_us integer not null,
  primary key (bucket, slot)
) strict, without rowid;

create index usage_by_age on usage (slot);

create table admin_keys (
  id integer primary key,
  hash blob not null unique, -- SHA-256 of the key
  label text not null,
  scopes text not null, -- separated by a space
  created_at integer not null,
  revoked_at integer
) strict;

create table audit (
  id integer primary key,
  at integer not null,
  actor text not null,
  action text not null,
  subject text not null,
  details text not null -- JSON
) strict;

create index audit_by_subject on audit (subject, id);
