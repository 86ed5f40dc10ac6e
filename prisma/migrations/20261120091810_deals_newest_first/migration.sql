-- DropIndex
DROP INDEX "opportunities_tenant_id_account_id_id_idx";

-- DropIndex
DROP INDEX "opportunities_tenant_id_owner_id_id_idx";

-- DropIndex
DROP INDEX "opportunities_tenant_id_status_id_idx";

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_account_id_created_at_id_idx" ON "opportunities"("tenant_id", "account_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_owner_id_created_at_id_idx" ON "opportunities"("tenant_id", "owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_status_created_at_id_idx" ON "opportunities"("tenant_id", "status", "created_at", "id");
