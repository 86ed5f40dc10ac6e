-- DropIndex
DROP INDEX "event_subjects_tenant_id_entity_entity_id_event_id_key";

-- DropIndex
DROP INDEX "event_subjects_tenant_id_id_key";

-- AlterTable
ALTER TABLE "event_subjects" DROP CONSTRAINT "event_subjects_pkey",
DROP COLUMN "id",
ADD CONSTRAINT "event_subjects_pkey" PRIMARY KEY ("tenant_id", "entity", "entity_id", "event_id");
