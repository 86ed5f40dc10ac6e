-- AlterTable
ALTER TABLE "stages" ADD COLUMN     "archived_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_competitor_id_idx" ON "opportunities"("tenant_id", "competitor_id");

-- A deal stands in one stage at a time: one open entry, whoever writes history.
CREATE UNIQUE INDEX "stage_entries_one_open_key" ON "stage_entries" ("tenant_id", "opportunity_id") WHERE "left_at" IS NULL;
