-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "asked_by_id" UUID,
ADD COLUMN     "asked_key_id" UUID;

-- Until now the work was done in the name of the maker, by the key that made the import. Forced row-level security
-- would hide every row from the owner.
ALTER TABLE "imports" NO FORCE ROW LEVEL SECURITY;
UPDATE "imports" SET "asked_by_id" = "created_by_id", "asked_key_id" = ("actor" ->> 'keyId')::uuid;
ALTER TABLE "imports" FORCE ROW LEVEL SECURITY;

-- AlterTable
ALTER TABLE "imports" ALTER COLUMN "asked_by_id" SET NOT NULL,
DROP COLUMN "actor";

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
