-- CreateIndex
CREATE INDEX CONCURRENTLY "contacts_tenant_id_custom_shape_idx" ON "contacts"("tenant_id", "custom_shape");
