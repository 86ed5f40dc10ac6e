-- CreateTable
CREATE TABLE "activity_outcomes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "kinds" JSONB,
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_name_key_id_idx" ON "activity_outcomes"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_created_at_id_idx" ON "activity_outcomes"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_updated_at_id_idx" ON "activity_outcomes"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_custom_shape_idx" ON "activity_outcomes"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_position_id_idx" ON "activity_outcomes"("tenant_id", "position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_outcomes_tenant_id_id_key" ON "activity_outcomes"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_outcomes_tenant_id_external_id_key" ON "activity_outcomes"("tenant_id", "external_id", "external_source");

-- AddForeignKey
ALTER TABLE "activity_outcomes" ADD CONSTRAINT "activity_outcomes_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Archived ones are found among themselves.
CREATE INDEX "activity_outcomes_archived_idx" ON "activity_outcomes" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
