-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "per_minute" INTEGER,
ADD COLUMN     "ranges" TEXT[] DEFAULT ARRAY[]::TEXT[];
