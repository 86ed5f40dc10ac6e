-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "read_before" TIMESTAMPTZ(3),
ADD COLUMN     "shown_before" TIMESTAMPTZ(3);
