-- AlterTable
ALTER TABLE "stages" ADD COLUMN     "archived_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_competitor_id_idx" ON "opportunities"("tenant_id", "competitor_id");
