-- CreateIndex
CREATE INDEX CONCURRENTLY "accounts_tenant_id_custom_shape_idx" ON "accounts"("tenant_id", "custom_shape");
