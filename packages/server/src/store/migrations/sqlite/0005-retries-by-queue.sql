-- Retries are looked up queue by queue, so that a queue with many of them stands in nobody's way.
drop index deliveries_due;

create index deliveries_retrying on deliveries (queue_id, next_at) where state = 'retrying';
