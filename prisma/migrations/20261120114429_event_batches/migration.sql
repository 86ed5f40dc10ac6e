-- AlterTable
ALTER TABLE "event_subjects" ADD COLUMN     "batch_key" TEXT;

-- CreateIndex
CREATE INDEX "event_subjects_tenant_id_entity_entity_id_batch_key_event_i_idx" ON "event_subjects"("tenant_id", "entity", "entity_id", "batch_key", "event_id");

-- What was imported before is told as one entry too. Forced row-level security would hide every row from the owner.
ALTER TABLE "events" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "event_subjects" NO FORCE ROW LEVEL SECURITY;
UPDATE "event_subjects" s SET "batch_key" = e."batch_id" || ' ' || e."name"
FROM "events" e
WHERE e."tenant_id" = s."tenant_id" AND e."id" = s."event_id" AND e."batch_id" IS NOT NULL
  AND split_part(e."name", '.', 2) IN ('imported', 'importReverted');
ALTER TABLE "events" FORCE ROW LEVEL SECURITY;
ALTER TABLE "event_subjects" FORCE ROW LEVEL SECURITY;
