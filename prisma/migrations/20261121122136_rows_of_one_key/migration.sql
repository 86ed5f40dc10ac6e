-- AlterTable
ALTER TABLE "import_rows" ADD COLUMN     "same_key" INTEGER[];
