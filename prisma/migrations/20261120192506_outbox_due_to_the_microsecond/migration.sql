-- AlterTable
ALTER TABLE "event_deliveries" ALTER COLUMN "due_at" SET DATA TYPE TIMESTAMPTZ(6);
