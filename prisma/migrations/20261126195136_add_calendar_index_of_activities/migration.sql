-- CreateIndex
CREATE INDEX "activities_tenant_id_owner_id_at_id_idx" ON "activities"("tenant_id", "owner_id", "at", "id");
