-- The audit log shows the first event of a batch with its name for all of them, and every event without a batch. Events of
-- earlier batches stay lines of their own: marking them would lock and rewrite the whole table.
ALTER TABLE "events" ADD COLUMN "is_first" BOOLEAN NOT NULL DEFAULT true;

-- The events of a batch, by name: the group of a line of the log.
CREATE INDEX "events_of_batches_idx" ON "events"("tenant_id", "batch_id", "name", "id") WHERE "batch_id" IS NOT NULL;

-- The lines of the audit log in its order: with the acts of jobs and webhooks, and without them, as it is shown at first.
CREATE INDEX "events_first_idx" ON "events"("tenant_id", "id") WHERE "is_first";
CREATE INDEX "events_of_people_idx" ON "events"("tenant_id", "id")
  WHERE "is_first" AND "actor"->>'type' NOT IN ('system', 'webhook');
