-- CreateTable
CREATE TABLE "activities" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'task',
    "status" TEXT NOT NULL DEFAULT 'planned',
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "due_on" DATE,
    "duration" INTEGER,
    "direction" TEXT,
    "outcome_id" UUID,
    "outcome_note" TEXT,
    "owner_id" UUID,
    "participants" JSONB,
    "participants_key" TEXT,
    "location" TEXT,
    "link" TEXT,
    "description" TEXT,
    "description_doc" JSONB,
    "completed_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3),
    "reschedules" INTEGER NOT NULL DEFAULT 0,
    "creator_id" UUID,
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

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "activities_tenant_id_name_key_id_idx" ON "activities"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_created_at_id_idx" ON "activities"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_updated_at_id_idx" ON "activities"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_custom_shape_idx" ON "activities"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "activities_tenant_id_outcome_id_name_key_id_idx" ON "activities"("tenant_id", "outcome_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_owner_id_name_key_id_idx" ON "activities"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_creator_id_name_key_id_idx" ON "activities"("tenant_id", "creator_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_starts_at_id_idx" ON "activities"("tenant_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_due_on_id_idx" ON "activities"("tenant_id", "due_on", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_completed_at_id_idx" ON "activities"("tenant_id", "completed_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_at_id_idx" ON "activities"("tenant_id", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activities_tenant_id_id_key" ON "activities"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activities_tenant_id_external_id_key" ON "activities"("tenant_id", "external_id", "external_source");

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_outcome_id_fkey" FOREIGN KEY ("tenant_id", "outcome_id") REFERENCES "activity_outcomes"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_creator_id_fkey" FOREIGN KEY ("tenant_id", "creator_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Archived ones are found among themselves.
CREATE INDEX "activities_archived_idx" ON "activities" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
