-- Opportunities are called so in the database, too. Policies and grants go with the table.
ALTER TABLE "deal_reminders" RENAME TO "opportunity_reminders";
ALTER TABLE "opportunity_reminders" RENAME CONSTRAINT "deal_reminders_pkey" TO "opportunity_reminders_pkey";
ALTER TABLE "opportunity_reminders" RENAME CONSTRAINT "deal_reminders_tenant_id_fkey" TO "opportunity_reminders_tenant_id_fkey";
ALTER TABLE "opportunity_reminders" RENAME CONSTRAINT "deal_reminders_tenant_id_opportunity_id_fkey" TO "opportunity_reminders_tenant_id_opportunity_id_fkey";
ALTER TABLE "opportunity_reminders" RENAME CONSTRAINT "deal_reminders_tenant_id_member_id_fkey" TO "opportunity_reminders_tenant_id_member_id_fkey";
ALTER INDEX "deal_reminders_tenant_id_member_id_idx" RENAME TO "opportunity_reminders_tenant_id_member_id_idx";

-- So is the job: what it was asked for and has done stays known. Forced row-level security would hide every row from the owner.
ALTER TABLE "sweeps" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "job_runs" NO FORCE ROW LEVEL SECURITY;
UPDATE "sweeps" SET "job" = 'remind-of-opportunities' WHERE "job" = 'remind-of-deals';
UPDATE "job_runs" SET "job" = 'remind-of-opportunities' WHERE "job" = 'remind-of-deals';
ALTER TABLE "sweeps" FORCE ROW LEVEL SECURITY;
ALTER TABLE "job_runs" FORCE ROW LEVEL SECURITY;
