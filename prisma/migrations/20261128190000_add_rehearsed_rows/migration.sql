-- CreateTable
CREATE TABLE "sync_rehearsed" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "field" TEXT,
    "ours" JSONB,
    "theirs" JSONB,
    "words" TEXT,

    CONSTRAINT "sync_rehearsed_pkey" PRIMARY KEY ("tenant_id","run_id","position")
);

-- CreateIndex
CREATE INDEX "sync_rehearsed_tenant_id_run_id_outcome_side_position_idx" ON "sync_rehearsed"("tenant_id", "run_id", "outcome", "side", "position");

-- CreateIndex
CREATE INDEX "sync_changes_tenant_id_object_id_decided_by_id_idx" ON "sync_changes"("tenant_id", "object_id", "decided_by", "id");

-- AddForeignKey
ALTER TABLE "sync_rehearsed" ADD CONSTRAINT "sync_rehearsed_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "sync_runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
