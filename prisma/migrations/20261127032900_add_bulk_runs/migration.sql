-- CreateTable
CREATE TABLE "bulk_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "noun" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "selection" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "undone" INTEGER NOT NULL DEFAULT 0,
    "kept" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "batch_rows" INTEGER NOT NULL,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bulk_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_run_rows" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "run_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "name" TEXT,
    "reason" TEXT,
    "before" JSONB,

    CONSTRAINT "bulk_run_rows_pkey" PRIMARY KEY ("tenant_id","run_id","record_id")
);

-- CreateIndex
CREATE INDEX "bulk_runs_tenant_id_asked_by_id_created_at_id_idx" ON "bulk_runs"("tenant_id", "asked_by_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "bulk_runs_tenant_id_created_at_idx" ON "bulk_runs"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_runs_tenant_id_id_key" ON "bulk_runs"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "bulk_runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_status_check" CHECK ("status" IN ('collecting', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone'));
ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_state_check" CHECK ("state" IN ('waiting', 'changed', 'skipped', 'failed', 'undone', 'kept'));
-- The records to be listed are few among those that were changed.
CREATE INDEX "bulk_run_rows_problems_idx" ON "bulk_run_rows" ("tenant_id", "run_id", "state", "record_id") WHERE "state" IN ('failed', 'kept');
