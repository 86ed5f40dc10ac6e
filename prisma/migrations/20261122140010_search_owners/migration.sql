-- CreateIndex
CREATE INDEX "search_documents_tenant_id_entity_owner_id_idx" ON "search_documents"("tenant_id", "entity", "owner_id");
