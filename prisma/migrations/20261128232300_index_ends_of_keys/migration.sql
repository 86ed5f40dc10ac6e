-- CreateIndex
CREATE INDEX "api_keys_tenant_id_expires_at_idx" ON "api_keys"("tenant_id", "expires_at");
