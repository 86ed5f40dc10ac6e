-- An owner has one open export: two requests at once make one.
CREATE UNIQUE INDEX "workspace_exports_open_key" ON "workspace_exports" ("tenant_id", "asked_by_id")
  WHERE "status" IN ('waiting', 'running');
