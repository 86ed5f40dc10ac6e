-- AlterTable
ALTER TABLE "members" ADD COLUMN     "checklist_closed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "sample_records" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,

    CONSTRAINT "sample_records_pkey" PRIMARY KEY ("tenant_id","record_id")
);

-- AddForeignKey
ALTER TABLE "sample_records" ADD CONSTRAINT "sample_records_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
