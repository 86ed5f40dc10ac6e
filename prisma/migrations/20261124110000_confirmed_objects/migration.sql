-- AlterTable
ALTER TABLE "import_files" ADD COLUMN "needs_object" BOOLEAN NOT NULL DEFAULT false;
