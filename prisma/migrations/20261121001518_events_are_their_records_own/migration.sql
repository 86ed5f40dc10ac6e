-- A record's own timeline reads its events themselves; only what they say of their parents needs rows.
-- DropIndex
DROP INDEX "events_tenant_id_entity_entity_id_id_idx";

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "batch_key" TEXT NOT NULL DEFAULT '';

-- Forced row-level security would hide every row from the owner.
ALTER TABLE "events" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "event_subjects" NO FORCE ROW LEVEL SECURITY;
UPDATE "events" e SET "batch_key" = s."batch_key"
FROM "event_subjects" s
WHERE s."tenant_id" = e."tenant_id" AND s."event_id" = e."id" AND s."batch_key" > ''
  AND s."entity" = e."entity" AND s."entity_id" = e."entity_id";
DELETE FROM "event_subjects" s USING "events" e
WHERE e."tenant_id" = s."tenant_id" AND e."id" = s."event_id" AND e."entity" = s."entity" AND e."entity_id" = s."entity_id";
ALTER TABLE "events" FORCE ROW LEVEL SECURITY;
ALTER TABLE "event_subjects" FORCE ROW LEVEL SECURITY;

-- CreateIndex
CREATE INDEX "events_tenant_id_entity_entity_id_batch_key_id_idx" ON "events"("tenant_id", "entity", "entity_id", "batch_key", "id");

-- CreateIndex
CREATE INDEX "event_subjects_tenant_id_event_id_idx" ON "event_subjects"("tenant_id", "event_id");
