-- The halves of a batch that took too long share its number.
DROP INDEX "import_batches_tenant_id_import_id_phase_number_key";

CREATE UNIQUE INDEX "import_batches_tenant_id_import_id_phase_number_key" ON "import_batches"("tenant_id", "import_id", "phase", "number", "from_line");
