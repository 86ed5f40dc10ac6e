-- An import has a last phase, for what remains to be done when all rows are in.
ALTER TABLE "import_batches" DROP CONSTRAINT "import_batches_phase_check";
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_phase_check" CHECK ("phase" IN ('make', 'rows', 'links', 'finish'));
