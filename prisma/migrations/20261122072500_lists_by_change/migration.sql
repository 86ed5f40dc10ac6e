-- CreateIndex
CREATE INDEX "accounts_tenant_id_updated_at_id_idx" ON "accounts"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_updated_at_id_idx" ON "opportunities"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_created_at_id_idx" ON "members"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_updated_at_id_idx" ON "members"("tenant_id", "updated_at", "id");
