-- The documents of formatted texts, beside their words. Existing texts stay as they are: a text without a document is plain.
ALTER TABLE "accounts" ADD COLUMN     "description" TEXT,
ADD COLUMN     "description_doc" JSONB;

ALTER TABLE "contacts" ADD COLUMN     "notes_doc" JSONB;

ALTER TABLE "opportunities" ADD COLUMN     "description_doc" JSONB;

ALTER TABLE "products" ADD COLUMN     "description_doc" JSONB;
