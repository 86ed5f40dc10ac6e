-- AlterTable
ALTER TABLE "tasks" ADD COLUMN "repeats" TEXT,
ADD COLUMN "series_id" UUID,
ADD COLUMN "occurrence" DATE;

-- CreateTable
CREATE TABLE "task_series" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "rule" JSONB NOT NULL,
    "zone" TEXT NOT NULL,
    "start_on" DATE NOT NULL,
    "latest_id" UUID,
    "last_on" DATE NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_series_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "task_series_tenant_id_id_key" ON "task_series"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_series_id_occurrence_key" ON "tasks"("tenant_id", "series_id", "occurrence");

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_series_id_fkey" FOREIGN KEY ("tenant_id", "series_id") REFERENCES "task_series"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_series" ADD CONSTRAINT "task_series_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The series whose next task is to be made.
CREATE INDEX "task_series_next_idx" ON "task_series" ("tenant_id", "next_at", "id") WHERE "next_at" IS NOT NULL;
