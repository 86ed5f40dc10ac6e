-- AlterTable
ALTER TABLE "activities" ADD COLUMN "remind_at" TIMESTAMPTZ(3),
ADD COLUMN "reminded_at" TIMESTAMPTZ(3),
ADD COLUMN "reminders" JSONB;

-- The reminders that are due, and the next one.
CREATE INDEX "activities_remind_idx" ON "activities" ("tenant_id", "remind_at", "id") WHERE "remind_at" IS NOT NULL AND "archived_at" IS NULL;
