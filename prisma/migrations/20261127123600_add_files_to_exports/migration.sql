-- AlterTable
ALTER TABLE "workspace_exports" ADD COLUMN     "file_parts" INTEGER NOT NULL DEFAULT 0;
