-- CreateTable
CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "key" TEXT,
    "key_key" TEXT,
    "phase" TEXT NOT NULL DEFAULT 'setup',
    "phase_reason" TEXT,
    "account_id" UUID,
    "opportunity_id" UUID,
    "owner_id" UUID,
    "members" JSONB,
    "members_key" TEXT,
    "type" TEXT,
    "starts_on" DATE,
    "ends_on" DATE,
    "price_minor" BIGINT,
    "price_currency" TEXT,
    "contract" TEXT,
    "description" TEXT,
    "description_doc" JSONB,
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

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "projects_tenant_id_name_key_id_idx" ON "projects"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_phase_name_key_id_idx" ON "projects"("tenant_id", "phase", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_created_at_id_idx" ON "projects"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_updated_at_id_idx" ON "projects"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_custom_shape_idx" ON "projects"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "projects_tenant_id_account_id_name_key_id_idx" ON "projects"("tenant_id", "account_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_opportunity_id_name_key_id_idx" ON "projects"("tenant_id", "opportunity_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_owner_id_name_key_id_idx" ON "projects"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_starts_on_id_idx" ON "projects"("tenant_id", "starts_on", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_ends_on_id_idx" ON "projects"("tenant_id", "ends_on", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_price_minor_id_idx" ON "projects"("tenant_id", "price_minor", "id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_id_key" ON "projects"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_external_id_key" ON "projects"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_key_key_key" ON "projects"("tenant_id", "key_key");

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Archived ones are found among themselves.
CREATE INDEX "projects_archived_idx" ON "projects" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
