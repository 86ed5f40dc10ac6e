-- DropIndex
DROP INDEX "opportunities_tenant_id_external_source_external_id_key";

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "external_source" TEXT;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "external_source" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "accounts_tenant_id_external_id_key" ON "accounts"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_external_id_key" ON "opportunities"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "products_tenant_id_external_id_key" ON "products"("tenant_id", "external_id", "external_source");

-- Files that name the ids of their rows fill the external id with them. Forced row-level security would hide every row from the owner.
ALTER TABLE "import_files" NO FORCE ROW LEVEL SECURITY;
UPDATE "import_files" SET "mapping" = replace("mapping"::text, '"field": "recordId"', '"field": "externalId"')::jsonb
WHERE "entity" IS DISTINCT FROM 'member' AND "mapping"::text LIKE '%"field": "recordId"%';
ALTER TABLE "import_files" FORCE ROW LEVEL SECURITY;
