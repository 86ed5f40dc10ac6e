-- AlterTable
ALTER TABLE "import_rows" ADD COLUMN     "merged" JSONB;

-- CreateTable
CREATE TABLE "import_changes" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "import_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "names" JSONB NOT NULL,

    CONSTRAINT "import_changes_pkey" PRIMARY KEY ("tenant_id","import_id","entity","record_id")
);

-- CreateIndex
CREATE INDEX "import_changes_tenant_id_import_id_file_id_line_record_id_idx" ON "import_changes"("tenant_id", "import_id", "file_id", "line", "record_id");

-- AddForeignKey
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The changed records of a file, in the order of its lines. Created ones are many and are not listed so.
CREATE INDEX "import_records_changed_idx" ON "import_records"("tenant_id", "import_id", "file_id", "line", "record_id") WHERE "action" = 'updated';

CREATE INDEX "import_rows_merged_idx" ON "import_rows" ("tenant_id", "file_id", "line") WHERE "merged" IS NOT NULL;
