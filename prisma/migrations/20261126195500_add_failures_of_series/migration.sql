-- AlterTable
ALTER TABLE "activity_series" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "reason" TEXT;
