-- CreateIndex
CREATE INDEX "events_tenant_id_actor_member_id_id_idx" ON "events"("tenant_id", "actor_member_id", "id");

-- CreateIndex
CREATE INDEX "events_tenant_id_name_id_idx" ON "events"("tenant_id", "name", "id");

-- The audit log by the kind of actor: most events are of members, so those need no index of their own.
CREATE INDEX "events_of_keys_idx" ON "events"("tenant_id", "id") WHERE "actor"->>'type' = 'apiKey';
CREATE INDEX "events_of_jobs_idx" ON "events"("tenant_id", "id") WHERE "actor"->>'type' IN ('system', 'webhook');
CREATE INDEX "events_of_staff_idx" ON "events"("tenant_id", "id") WHERE "impersonator_id" IS NOT NULL;
