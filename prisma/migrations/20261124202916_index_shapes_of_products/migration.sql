-- CreateIndex
CREATE INDEX CONCURRENTLY "products_tenant_id_custom_shape_idx" ON "products"("tenant_id", "custom_shape");
