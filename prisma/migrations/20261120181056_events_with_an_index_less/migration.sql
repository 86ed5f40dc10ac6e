-- An event is found by its workspace and id alone: the key that subjects point to becomes the primary one.
ALTER TABLE "events" DROP CONSTRAINT "events_pkey";
ALTER TABLE "events" ADD CONSTRAINT "events_pkey" PRIMARY KEY USING INDEX "events_tenant_id_id_key";

-- One index in the order of a timeline. The conversion reaches rows that row-level security hides from the owner.
DROP INDEX "event_subjects_tenant_id_entity_entity_id_batch_key_event_i_idx";
ALTER TABLE "event_subjects" DROP CONSTRAINT "event_subjects_pkey",
  ALTER COLUMN "batch_key" TYPE TEXT USING coalesce("batch_key", ''),
  ALTER COLUMN "batch_key" SET DEFAULT '',
  ALTER COLUMN "batch_key" SET NOT NULL,
  ADD CONSTRAINT "event_subjects_pkey" PRIMARY KEY ("tenant_id", "entity", "entity_id", "batch_key", "event_id");
