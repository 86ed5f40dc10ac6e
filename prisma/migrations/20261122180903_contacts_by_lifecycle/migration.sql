-- CreateIndex
CREATE INDEX "contacts_tenant_id_lifecycle_name_key_id_idx" ON "contacts"("tenant_id", "lifecycle", "name_key", "id");
