-- DropIndex
DROP INDEX "import_rows_tenant_id_file_id_status_line_idx";

-- AlterTable
ALTER TABLE "import_batches" DROP COLUMN "claimed_at",
ADD COLUMN     "row_count" INTEGER NOT NULL;

-- AlterTable
ALTER TABLE "import_files" ADD COLUMN     "choices" JSONB NOT NULL,
ADD COLUMN     "header_key" TEXT NOT NULL,
ADD COLUMN     "header_row" INTEGER,
ADD COLUMN     "options" JSONB NOT NULL,
ADD COLUMN     "status" TEXT NOT NULL;

-- AlterTable
ALTER TABLE "import_rows" DROP COLUMN "before",
DROP COLUMN "outcome",
DROP COLUMN "record_id",
DROP COLUMN "record_version",
DROP COLUMN "status",
DROP COLUMN "values",
ADD COLUMN     "edits" JSONB,
ADD COLUMN     "issue" TEXT,
ADD COLUMN     "skipped" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "imports" DROP COLUMN "settings",
ADD COLUMN     "actor" JSONB NOT NULL,
ADD COLUMN     "checked_version" INTEGER,
ADD COLUMN     "preview" JSONB,
ADD COLUMN     "rows_done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rows_total" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "import_records" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "import_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "before" JSONB,
    "reverted" TEXT,
    "reason" TEXT,
    "label" TEXT,

    CONSTRAINT "import_records_pkey" PRIMARY KEY ("tenant_id","import_id","entity","record_id")
);

-- CreateIndex
CREATE INDEX "import_files_tenant_id_header_key_id_idx" ON "import_files"("tenant_id", "header_key", "id");

-- AddForeignKey
ALTER TABLE "import_records" ADD CONSTRAINT "import_records_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_records" ADD CONSTRAINT "import_records_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
