-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "activities" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "activity_outcomes" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "product_categories" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "projects" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "task_statuses" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "workflows" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- CreateTable
CREATE TABLE "record_exits" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "owner_id" UUID,
    "creator_id" UUID,
    "members" JSONB,
    "source_id" UUID,
    "links" JSONB,
    "erased" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "record_exits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "record_exits_tenant_id_entity_changed_in_id_idx" ON "record_exits"("tenant_id", "entity", "changed_in", "id");

-- CreateIndex
CREATE INDEX "record_exits_tenant_id_record_id_idx" ON "record_exits"("tenant_id", "record_id");

-- CreateIndex
CREATE INDEX "record_exits_tenant_id_at_idx" ON "record_exits"("tenant_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "record_exits_tenant_id_id_key" ON "record_exits"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_changed_in_id_idx" ON "accounts"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_changed_in_id_idx" ON "activities"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_changed_in_id_idx" ON "activity_outcomes"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_changed_in_id_idx" ON "contacts"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_changed_in_id_idx" ON "opportunities"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "privacy_requests_tenant_id_entity_id_idx" ON "privacy_requests"("tenant_id", "entity_id");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_changed_in_id_idx" ON "product_categories"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_changed_in_id_idx" ON "products"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_changed_in_id_idx" ON "projects"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_changed_in_id_idx" ON "task_statuses"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_changed_in_id_idx" ON "tasks"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_changed_in_id_idx" ON "workflows"("tenant_id", "changed_in", "id");

-- AddForeignKey
ALTER TABLE "record_exits" ADD CONSTRAINT "record_exits_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
