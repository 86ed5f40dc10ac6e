-- AlterTable
ALTER TABLE "import_files" ADD COLUMN     "fill_down" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "sheet" TEXT,
ADD COLUMN     "sheets" JSONB NOT NULL DEFAULT '[]';
