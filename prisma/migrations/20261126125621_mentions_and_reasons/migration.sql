-- AlterTable
ALTER TABLE "notification_mail_items" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "record_follows" ADD COLUMN     "reason" TEXT NOT NULL DEFAULT 'chosen';

-- CreateTable
CREATE TABLE "mentions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "to_entity" TEXT NOT NULL,
    "to_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mentions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mentions_tenant_id_to_id_idx" ON "mentions"("tenant_id", "to_id");

-- CreateIndex
CREATE UNIQUE INDEX "mentions_tenant_id_id_key" ON "mentions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mentions_tenant_id_record_id_field_to_id_key" ON "mentions"("tenant_id", "record_id", "field", "to_id");

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
