-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "cut_leased_until" TIMESTAMPTZ(3);
