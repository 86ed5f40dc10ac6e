-- Webhooks that nobody has worked off: few, among all that are kept.
CREATE INDEX "billing_events_waiting_idx" ON "billing_events" ("received_at") WHERE "processed_at" IS NULL;
