-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "service_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "service_stamp" TEXT;

-- AlterTable
ALTER TABLE "stages" ADD COLUMN     "service_hours" INTEGER;

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_service_due_at_id_idx" ON "opportunities"("tenant_id", "service_due_at", "id");

ALTER TABLE "stages" ADD CONSTRAINT "stages_service_hours_check" CHECK ("service_hours" > 0);

-- The opportunities whose follow-up time was not computed, or by other hours.
CREATE INDEX "opportunities_service_idx" ON "opportunities" ("tenant_id", "stage_id", "service_stamp", "id") WHERE "status" = 'open' AND "archived_at" IS NULL;

-- Whatever moves or touches an opportunity, its follow-up time is computed anew.
CREATE FUNCTION service_reset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."service_due_at" := NULL;
  NEW."service_stamp" := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER "service_reset" BEFORE UPDATE OF "stage_id", "status", "stage_entered_at", "touched_at" ON "opportunities"
  FOR EACH ROW
  WHEN ((OLD."stage_id", OLD."status", OLD."stage_entered_at", OLD."touched_at")
    IS DISTINCT FROM (NEW."stage_id", NEW."status", NEW."stage_entered_at", NEW."touched_at"))
  EXECUTE FUNCTION service_reset();
