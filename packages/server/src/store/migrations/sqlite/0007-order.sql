-- Order and coalescing: what an app asks for, and events that are owed but must wait for an earlier one.

alter table apps add column keeps_order text not null default 'none'
check (keeps_order in ('none', 'conversation', 'number'));
alter table apps add column coalesces integer not null default 0 check (coalesces in (0, 1));

-- Owed like what is pending, but out of the queue: the feed does not hand these out, delivery asks for them strand
-- by strand.
create table held (
  queue_id integer not null,
  seq integer not null,
  strand integer not null, -- a hash of number and conversation
  split_from integer, -- first_seq of the delivery it was split from
  primary key (queue_id, seq)
) strict, without rowid;

create index held_by_strand on held (queue_id, strand, seq);

-- Of a delivery that was split, and of those that were made of what was split from it: first_seq of the former.
alter table deliveries add column split_from integer;
