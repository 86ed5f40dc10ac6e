-- One table for the stays of all nouns, instead of one for contacts. prisma/stays.sql has its triggers.
-- CreateTable
CREATE TABLE "record_stays" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "record_stays_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "record_stays_tenant_id_record_id_entered_at_idx" ON "record_stays"("tenant_id", "record_id", "entered_at");

-- CreateIndex
CREATE UNIQUE INDEX "record_stays_tenant_id_id_key" ON "record_stays"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "record_stays" ADD CONSTRAINT "record_stays_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Forced row-level security would hide every row from the owner.
ALTER TABLE "lifecycle_entries" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "record_stays" ("id", "tenant_id", "entity", "record_id", "field", "value", "entered_at", "left_at", "reason")
  SELECT "id", "tenant_id", 'contact', "contact_id", 'lifecycle', "stage", "entered_at", "left_at", "reason" FROM "lifecycle_entries";

DROP TRIGGER "lifecycle_insert" ON "contacts";
DROP TRIGGER "lifecycle_update" ON "contacts";
DROP FUNCTION "lifecycle_write"();
DROP TABLE "lifecycle_entries";
