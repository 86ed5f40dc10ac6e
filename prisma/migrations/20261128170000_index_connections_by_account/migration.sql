-- A webhook names an account of a service, and no workspace.
CREATE INDEX "connections_account_id_provider_idx" ON "connections"("account_id", "provider");
