-- AlterTable
ALTER TABLE "accounts" ADD COLUMN "touched_at" TIMESTAMPTZ(3);
