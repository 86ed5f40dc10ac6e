-- Days after which archived records are deleted for good; null: they stay.
ALTER TABLE "tenants" ADD COLUMN "archive_days" INTEGER;
