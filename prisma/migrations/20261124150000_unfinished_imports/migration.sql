-- Unfinished imports of all workspaces are looked for every second and counted for operators: few of very many.
CREATE INDEX "imports_unfinished_idx" ON "imports" ("tenant_id") WHERE "status" IN ('checking', 'running', 'reverting');
