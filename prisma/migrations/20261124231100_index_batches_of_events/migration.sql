-- The events of a batch, by name: the group of a line of the audit log.
CREATE INDEX CONCURRENTLY "events_of_batches_idx" ON "events"("tenant_id", "batch_id", "name", "id") WHERE "batch_id" IS NOT NULL;
