-- The lines of the audit log in its order, with the acts of jobs and webhooks.
CREATE INDEX CONCURRENTLY "events_first_idx" ON "events"("tenant_id", "id") WHERE "is_first" IS NOT FALSE;
