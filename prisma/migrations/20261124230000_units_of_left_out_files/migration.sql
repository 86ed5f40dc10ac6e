ALTER TABLE "imports" ADD COLUMN "units" JSONB;
