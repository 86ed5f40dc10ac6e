-- Kept columns that were brought in after the run of an import.
ALTER TABLE "import_files" ADD COLUMN "brought" JSONB NOT NULL DEFAULT '[]';
