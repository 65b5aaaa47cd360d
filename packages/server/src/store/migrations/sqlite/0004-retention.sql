-- What retention and dedupe need: a way from time to a range of seq without an index on time, and the keys of
-- changes that were accepted lately.

-- The first seq that was given in a minute. Minutes in which nothing was accepted have no row.
create table marks (
  minute integer primary key, -- of acceptance, since the epoch
  first_seq integer not null
) strict;

insert into marks (minute, first_seq)
select accepted_at / 60000, min(seq)
from events
group by accepted_at / 60000;

-- Keys begin with the hour of the change itself, so those of about the same time are neighbours: a duplicate is
-- found by one look-up, and new keys touch few pages, though the rest of a key is a hash.
create table content_keys (
  key blob primary key,
  at integer not null
) strict, without rowid;

create index content_keys_by_age on content_keys (at);
