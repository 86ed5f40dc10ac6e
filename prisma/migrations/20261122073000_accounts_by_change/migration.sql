-- CreateIndex
CREATE INDEX "accounts_tenant_id_updated_at_id_idx" ON "accounts"("tenant_id", "updated_at", "id");
