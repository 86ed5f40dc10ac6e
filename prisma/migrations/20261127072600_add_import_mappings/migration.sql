-- AlterTable
ALTER TABLE "import_files" ADD COLUMN     "applied_id" UUID;

-- CreateTable
CREATE TABLE "import_mappings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "choices" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "import_mappings_tenant_id_created_by_id_idx" ON "import_mappings"("tenant_id", "created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_mappings_tenant_id_id_key" ON "import_mappings"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_mappings_tenant_id_name_key_key" ON "import_mappings"("tenant_id", "name_key");

-- AddForeignKey
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
