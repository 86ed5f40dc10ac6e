-- Who takes a role away asks for the owners of the workspace.
CREATE INDEX "members_owners_idx" ON "members" ("tenant_id", "id") WHERE "role" = 'owner';

-- Whether a member has moved a deal: asked when one is deleted, also by the foreign key.
CREATE INDEX "stage_entries_tenant_id_actor_id_idx" ON "stage_entries"("tenant_id", "actor_id");

-- What was set aside, of one workspace.
CREATE INDEX "event_deliveries_parked_idx" ON "event_deliveries" ("tenant_id", "event_id") WHERE "delivered_at" IS NULL AND "parked_at" IS NOT NULL;

-- Archived products are found among themselves, as accounts and opportunities are.
CREATE INDEX "products_archived_idx" ON "products" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
