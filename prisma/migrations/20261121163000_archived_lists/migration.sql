-- The few records that are archived, by their key: their list is found without reading past all others.
CREATE INDEX "accounts_archived_idx" ON "accounts" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

CREATE INDEX "opportunities_archived_idx" ON "opportunities" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
