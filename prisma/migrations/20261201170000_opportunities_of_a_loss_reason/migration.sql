-- A loss reason is deleted only if no opportunity was lost for it: without this, all of them are read.
CREATE INDEX CONCURRENTLY "opportunities_tenant_id_loss_reason_id_idx" ON "opportunities"("tenant_id", "loss_reason_id");
