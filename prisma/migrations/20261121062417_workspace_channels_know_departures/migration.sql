-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "departures" INTEGER NOT NULL DEFAULT 0;
