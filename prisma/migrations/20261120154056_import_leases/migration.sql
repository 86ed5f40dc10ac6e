-- AlterTable
ALTER TABLE "import_batches" DROP COLUMN "attempts",
DROP COLUMN "failure";

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "leased_until" TIMESTAMPTZ(3);
