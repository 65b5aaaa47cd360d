-- What an operator, or a long outage, says about one endpoint; and how it was doing, so that a restart does not
-- begin with a full window at an endpoint that has been dead for hours.

alter table endpoints add column rate_per_second integer check (rate_per_second >= 0); -- null: as the settings say
alter table endpoints add column window_max integer check (window_max > 0); -- null: as the settings say
alter table endpoints add column deactivated_at integer; -- null: active

-- Written now and then, not with each delivery: it may be half a minute old after a crash.
create table queue_health (
  queue_id integer primary key references queues (id) on delete cascade,
  is_open integer not null check (is_open in (0, 1)), -- the breaker
  failures integer not null, -- in a row
  failing_since integer,
  last_success_at integer,
  last_failure_at integer,
  last_failure text,
  pause_ms integer, -- of an open breaker, between probes
  probe_at integer, -- of an open breaker
  check ((is_open = 1) = (pause_ms is not null)),
  check ((is_open = 1) = (probe_at is not null))
) strict;
