-- AlterTable
ALTER TABLE "custom_fields" ADD COLUMN     "purged_at" TIMESTAMPTZ(3);
