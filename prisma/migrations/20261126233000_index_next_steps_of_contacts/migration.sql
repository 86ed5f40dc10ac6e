-- The contacts whose written next step is due.
CREATE INDEX CONCURRENTLY "contacts_next_step_on_idx" ON "contacts" ("tenant_id", "next_step_on", "id") WHERE "next_step" IS NOT NULL AND "archived_at" IS NULL;
