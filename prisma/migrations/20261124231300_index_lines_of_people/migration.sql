-- The lines of the audit log in its order, without the acts of jobs and webhooks: as it is shown at first.
CREATE INDEX CONCURRENTLY "events_of_people_idx" ON "events"("tenant_id", "id")
  WHERE "is_first" IS NOT FALSE AND "actor"->>'type' NOT IN ('system', 'webhook');
