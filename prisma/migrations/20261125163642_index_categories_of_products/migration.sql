-- CreateIndex
CREATE INDEX CONCURRENTLY "products_tenant_id_category_id_name_key_id_idx" ON "products"("tenant_id", "category_id", "name_key", "id");
