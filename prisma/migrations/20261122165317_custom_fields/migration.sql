-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "custom" JSONB,
ADD COLUMN     "custom_keys" JSONB;

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "custom" JSONB,
ADD COLUMN     "custom_keys" JSONB;

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "custom" JSONB,
ADD COLUMN     "custom_keys" JSONB;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "custom" JSONB,
ADD COLUMN     "custom_keys" JSONB;

-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "fields_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "custom_fields" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "help" TEXT,
    "section" TEXT,
    "position" INTEGER NOT NULL,
    "required" BOOLEAN NOT NULL DEFAULT false,
    "is_unique" BOOLEAN NOT NULL DEFAULT false,
    "initial" JSONB,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "archived_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_fields_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tags" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "color" TEXT NOT NULL,
    "category" TEXT,
    "merged_into_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custom_values" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "field" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "text" TEXT COLLATE "C",
    "number" DOUBLE PRECISION,

    CONSTRAINT "custom_values_pkey" PRIMARY KEY ("tenant_id","record_id","field","place")
);

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_tenant_id_id_key" ON "custom_fields"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_tenant_id_entity_key_key" ON "custom_fields"("tenant_id", "entity", "key");

-- CreateIndex
CREATE UNIQUE INDEX "tags_tenant_id_id_key" ON "tags"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tags_tenant_id_name_key_key" ON "tags"("tenant_id", "name_key");

-- CreateIndex
CREATE INDEX "custom_values_tenant_id_field_text_record_id_idx" ON "custom_values"("tenant_id", "field", "text", "record_id");

-- CreateIndex
CREATE INDEX "custom_values_tenant_id_field_number_record_id_idx" ON "custom_values"("tenant_id", "field", "number", "record_id");

-- AddForeignKey
ALTER TABLE "custom_fields" ADD CONSTRAINT "custom_fields_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tags" ADD CONSTRAINT "tags_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values of a field that no two records may share: its rows have a name behind "!".
CREATE UNIQUE INDEX "custom_values_unique" ON "custom_values"("tenant_id", "field", "text") WHERE "field" LIKE '!%';
