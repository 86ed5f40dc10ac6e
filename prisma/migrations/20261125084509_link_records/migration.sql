-- CreateTable
CREATE TABLE "record_links" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "from_entity" TEXT NOT NULL,
    "from_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "to_entity" TEXT NOT NULL,
    "to_id" UUID NOT NULL,
    "data" JSONB,

    CONSTRAINT "record_links_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "record_links_tenant_id_to_id_field_from_id_idx" ON "record_links"("tenant_id", "to_id", "field", "from_id");

-- CreateIndex
CREATE UNIQUE INDEX "record_links_tenant_id_id_key" ON "record_links"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "record_links_tenant_id_from_id_field_to_id_key" ON "record_links"("tenant_id", "from_id", "field", "to_id");

-- AddForeignKey
ALTER TABLE "record_links" ADD CONSTRAINT "record_links_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
