-- AlterTable
ALTER TABLE "projects" ADD COLUMN     "setup" INTEGER,
ADD COLUMN     "setup_knowledge" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "setup_live" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "setup_testing" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "tracks_setup" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "projects_tenant_id_setup_id_idx" ON "projects"("tenant_id", "setup", "id");

-- The limit of projects counts those that are not archived: few, however many are.
CREATE INDEX "projects_counted_idx" ON "projects" ("tenant_id", "id") WHERE "archived_at" IS NULL;
