-- How often a job has begun to look a word up: one that fails waits behind all others.
ALTER TABLE "search_left_words" ADD COLUMN "tries" SMALLINT NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "search_left_words_tenant_id_tries_id_idx" ON "search_left_words"("tenant_id", "tries", "id");

-- Words of names that were changed or deleted before words that are left were noted: the job looks each one up once.
ALTER TABLE "search_words" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "search_left_words" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "search_left_words" ("tenant_id", "word") SELECT "tenant_id", "word" FROM "search_words";
ALTER TABLE "search_words" FORCE ROW LEVEL SECURITY;
ALTER TABLE "search_left_words" FORCE ROW LEVEL SECURITY;
