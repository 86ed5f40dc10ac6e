-- AlterTable
ALTER TABLE "entitlement_overrides" ADD COLUMN     "set_by_name" TEXT NOT NULL DEFAULT '';

-- Work that runs or failed, of all workspaces, newest first: the console of staff lists it.
CREATE INDEX "job_runs_console_idx" ON "job_runs" ("started_at" DESC, "id" DESC) WHERE "status" IN ('running', 'failed');
