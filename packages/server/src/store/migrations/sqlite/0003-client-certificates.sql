-- What is shown to endpoints that ask for a client certificate. Two rows at most: the one that is shown, and
-- beside it the one that will be or the one that was, because receivers need time to trust another root.
create table client_certificates (
  id integer primary key,
  role text not null unique check (role in ('current', 'next', 'previous')),
  root text not null, -- PEM; its key is not kept
  intermediate text not null, -- PEM
  leaf text not null, -- PEM
  signing_key blob, -- of the intermediate, sealed
  leaf_key blob, -- sealed
  created_at integer not null,
  check ((role = 'previous') = (signing_key is null)), -- what is no longer shown keeps no keys
  check ((role = 'previous') = (leaf_key is null))
) strict;
