-- AlterTable
ALTER TABLE "activities" ADD COLUMN "repeats" TEXT,
ADD COLUMN "series_id" UUID,
ADD COLUMN "occurrence" DATE;

-- CreateTable
CREATE TABLE "activity_series" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "rule" JSONB NOT NULL,
    "zone" TEXT NOT NULL,
    "start_on" DATE NOT NULL,
    "minute" INTEGER,
    "values" JSONB NOT NULL,
    "latest_id" UUID,
    "last_on" DATE NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activity_series_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "activity_series_tenant_id_id_key" ON "activity_series"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activities_tenant_id_series_id_occurrence_key" ON "activities"("tenant_id", "series_id", "occurrence");

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_series_id_fkey" FOREIGN KEY ("tenant_id", "series_id") REFERENCES "activity_series"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_series" ADD CONSTRAINT "activity_series_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The series whose next activity is to be made.
CREATE INDEX "activity_series_next_idx" ON "activity_series" ("tenant_id", "next_at", "id") WHERE "next_at" IS NOT NULL;
