-- The console of staff lists all workspaces by name and by age, page by page.
CREATE INDEX "tenants_created_at_id_idx" ON "tenants"("created_at", "id");

CREATE INDEX "tenants_name_idx" ON "tenants" (lower("name") COLLATE "C", "id");
