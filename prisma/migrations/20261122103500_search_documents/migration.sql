-- Both extensions are trusted: the owner of a database may add them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- CreateTable
CREATE TABLE "search_documents" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "owner_id" UUID,
    "archived" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_documents_pkey" PRIMARY KEY ("tenant_id","entity","id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("tenant_id","word")
);

-- AddForeignKey
ALTER TABLE "search_words" ADD CONSTRAINT "search_words_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every row has a text. The condition keeps the index out of what Prisma compares: it cannot say its operator classes.
CREATE INDEX "search_documents_text_idx" ON "search_documents" USING GIN ("tenant_id", "entity", "text" gin_trgm_ops) WHERE "text" IS NOT NULL;
