ALTER TABLE "import_rows" ADD COLUMN "namesake" JSONB;
