-- Contacts have reminders as well as opportunities: triggers delete them with their record (prisma/links.sql), as they do follows.
ALTER TABLE "opportunity_reminders" RENAME TO "record_reminders";
ALTER TABLE "record_reminders" DROP CONSTRAINT "opportunity_reminders_tenant_id_opportunity_id_fkey";
ALTER TABLE "record_reminders" RENAME COLUMN "opportunity_id" TO "record_id";
ALTER TABLE "record_reminders" ADD COLUMN "entity" TEXT NOT NULL DEFAULT 'opportunity';
ALTER TABLE "record_reminders" ALTER COLUMN "entity" DROP DEFAULT;
ALTER TABLE "record_reminders" RENAME CONSTRAINT "opportunity_reminders_pkey" TO "record_reminders_pkey";
ALTER TABLE "record_reminders" RENAME CONSTRAINT "opportunity_reminders_tenant_id_fkey" TO "record_reminders_tenant_id_fkey";
ALTER TABLE "record_reminders" RENAME CONSTRAINT "opportunity_reminders_tenant_id_member_id_fkey" TO "record_reminders_tenant_id_member_id_fkey";
ALTER INDEX "opportunity_reminders_tenant_id_member_id_idx" RENAME TO "record_reminders_tenant_id_member_id_idx";
