-- An import is also checked: its preview works in the background.
ALTER TABLE "imports" DROP CONSTRAINT "imports_status_check";
ALTER TABLE "imports" ADD CONSTRAINT "imports_status_check" CHECK ("status" IN ('draft', 'checking', 'ready', 'running', 'done', 'failed', 'cancelled', 'reverting', 'reverted'));
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_status_check" CHECK ("status" IN ('reading', 'ready'));
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_phase_check" CHECK ("phase" IN ('make', 'rows', 'links'));
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_status_check" CHECK ("status" IN ('waiting', 'done', 'cancelled'));
ALTER TABLE "import_records" ADD CONSTRAINT "import_records_action_check" CHECK ("action" IN ('created', 'updated'));
ALTER TABLE "import_records" ADD CONSTRAINT "import_records_reverted_check" CHECK ("reverted" IN ('deleted', 'restored', 'kept'));
-- Rows with something to see are few: the wizard pages through them by line.
CREATE INDEX "import_rows_marked_idx" ON "import_rows" ("tenant_id", "file_id", "line") WHERE "problems" IS NOT NULL OR "skipped" OR "edits" IS NOT NULL;
