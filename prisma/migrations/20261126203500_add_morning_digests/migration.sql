-- AlterTable
ALTER TABLE "notification_hours" ADD COLUMN     "digest_at" INTEGER NOT NULL DEFAULT 480;

-- AlterTable
ALTER TABLE "notification_mails" ADD COLUMN     "digest_on" DATE;

-- CreateIndex
CREATE UNIQUE INDEX "notification_mails_tenant_id_member_id_digest_on_key" ON "notification_mails"("tenant_id", "member_id", "digest_on");

-- A minute of the day.
ALTER TABLE "notification_hours" ADD CONSTRAINT "notification_hours_digest_at_check" CHECK ("digest_at" BETWEEN 0 AND 1439);
