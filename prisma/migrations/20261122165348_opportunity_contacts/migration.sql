-- CreateTable
CREATE TABLE "opportunity_contacts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "opportunity_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "role" TEXT,
    "stance" TEXT NOT NULL DEFAULT 'neutral',
    "is_primary" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "opportunity_contacts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "opportunity_contacts_tenant_id_contact_id_opportunity_id_idx" ON "opportunity_contacts"("tenant_id", "contact_id", "opportunity_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_contacts_tenant_id_id_key" ON "opportunity_contacts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_contacts_tenant_id_opportunity_id_contact_id_key" ON "opportunity_contacts"("tenant_id", "opportunity_id", "contact_id");

-- AddForeignKey
ALTER TABLE "opportunity_contacts" ADD CONSTRAINT "opportunity_contacts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_contacts" ADD CONSTRAINT "opportunity_contacts_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_contacts" ADD CONSTRAINT "opportunity_contacts_tenant_id_contact_id_fkey" FOREIGN KEY ("tenant_id", "contact_id") REFERENCES "contacts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- At most one primary contact for each opportunity.
CREATE UNIQUE INDEX "opportunity_contacts_one_primary_key" ON "opportunity_contacts" ("tenant_id", "opportunity_id") WHERE "is_primary";
