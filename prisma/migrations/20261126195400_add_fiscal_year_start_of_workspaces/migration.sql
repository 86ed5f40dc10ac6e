-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "fiscal_year_start" TEXT NOT NULL DEFAULT '01-01';
