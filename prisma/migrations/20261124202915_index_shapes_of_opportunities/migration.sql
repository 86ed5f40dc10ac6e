-- CreateIndex
CREATE INDEX "opportunities_tenant_id_custom_shape_idx" ON "opportunities"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "products_tenant_id_custom_shape_idx" ON "products"("tenant_id", "custom_shape");
