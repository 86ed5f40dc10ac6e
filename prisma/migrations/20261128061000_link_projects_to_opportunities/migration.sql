-- A project may follow several opportunities: the one that it has becomes a link. Forced row-level security would hide every row
-- from the owner. Only next steps listen to links, and projects are none; the version stays, because nobody edited anything.
ALTER TABLE "projects" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "record_links" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "record_links" DISABLE TRIGGER USER;
INSERT INTO "record_links" ("id", "tenant_id", "from_entity", "from_id", "field", "position", "to_entity", "to_id")
  SELECT gen_random_uuid(), "tenant_id", 'project', "id", 'opportunities', 0, 'opportunity', "opportunity_id"
  FROM "projects" WHERE "opportunity_id" IS NOT NULL;
ALTER TABLE "record_links" ENABLE TRIGGER USER;
ALTER TABLE "record_links" FORCE ROW LEVEL SECURITY;
ALTER TABLE "projects" FORCE ROW LEVEL SECURITY;

-- DropForeignKey
ALTER TABLE "projects" DROP CONSTRAINT "projects_tenant_id_opportunity_id_fkey";

-- DropIndex
DROP INDEX "projects_tenant_id_opportunity_id_name_key_id_idx";

-- AlterTable
ALTER TABLE "projects" DROP COLUMN "opportunity_id";
