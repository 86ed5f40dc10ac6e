-- CreateIndex
CREATE INDEX CONCURRENTLY "opportunities_tenant_id_custom_shape_idx" ON "opportunities"("tenant_id", "custom_shape");
