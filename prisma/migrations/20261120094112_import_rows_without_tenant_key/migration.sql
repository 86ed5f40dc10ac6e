-- DropForeignKey
ALTER TABLE "event_subjects" DROP CONSTRAINT "event_subjects_tenant_id_fkey";

-- DropForeignKey
ALTER TABLE "import_records" DROP CONSTRAINT "import_records_tenant_id_fkey";

-- DropForeignKey
ALTER TABLE "import_rows" DROP CONSTRAINT "import_rows_tenant_id_fkey";
