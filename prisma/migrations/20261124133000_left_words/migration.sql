-- Words of names that were changed or deleted: a job forgets those that no name holds any more.
CREATE TABLE "search_left_words" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_left_words_pkey" PRIMARY KEY ("tenant_id","id")
);

-- AddForeignKey
ALTER TABLE "search_left_words" ADD CONSTRAINT "search_left_words_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
