-- CreateIndex
CREATE INDEX "accounts_tenant_id_type_industry_employees_archived_at_idx" ON "accounts"("tenant_id", "type", "industry", "employees", "archived_at");
