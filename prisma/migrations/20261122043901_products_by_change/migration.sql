-- CreateIndex
CREATE INDEX "products_tenant_id_updated_at_id_idx" ON "products"("tenant_id", "updated_at", "id");
