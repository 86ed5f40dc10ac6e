-- CreateIndex
CREATE INDEX "opportunities_tenant_id_updated_at_id_idx" ON "opportunities"("tenant_id", "updated_at", "id");
