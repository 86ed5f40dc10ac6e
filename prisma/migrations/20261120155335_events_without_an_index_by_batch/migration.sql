-- DropIndex
DROP INDEX "events_tenant_id_batch_id_id_idx";
