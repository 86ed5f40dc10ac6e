-- CreateTable
CREATE TABLE "job_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "job" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 0,
    "run_id" TEXT NOT NULL,
    "event_name" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "retried_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "job_runs_tenant_id_started_at_id_idx" ON "job_runs"("tenant_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "job_runs_tenant_id_status_finished_at_idx" ON "job_runs"("tenant_id", "status", "finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_runs_tenant_id_id_key" ON "job_runs"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "job_runs_tenant_id_event_id_job_round_key" ON "job_runs"("tenant_id", "event_id", "job", "round");

-- AddForeignKey
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
