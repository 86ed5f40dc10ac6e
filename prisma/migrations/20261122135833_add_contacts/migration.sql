-- CreateTable
CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "job_title" TEXT,
    "department" TEXT,
    "emails" JSONB,
    "emails_key" TEXT,
    "phones" JSONB,
    "phones_key" TEXT,
    "account_id" UUID,
    "owner_id" UUID,
    "lifecycle" TEXT NOT NULL DEFAULT 'lead',
    "lifecycle_reason" TEXT,
    "lead_source" TEXT,
    "preferred_channel" TEXT,
    "do_not_email" BOOLEAN NOT NULL DEFAULT false,
    "do_not_call" BOOLEAN NOT NULL DEFAULT false,
    "linkedin" TEXT,
    "twitter" TEXT,
    "mailing_address" JSONB,
    "last_contacted_at" TIMESTAMPTZ(3),
    "last_responded_at" TIMESTAMPTZ(3),
    "notes" TEXT,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lifecycle_entries" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "contact_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "lifecycle_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_keys" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "record_id" UUID NOT NULL,

    CONSTRAINT "record_keys_pkey" PRIMARY KEY ("tenant_id","entity","field","key","record_id")
);

-- CreateIndex
CREATE INDEX "contacts_tenant_id_name_key_id_idx" ON "contacts"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_created_at_id_idx" ON "contacts"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_updated_at_id_idx" ON "contacts"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_account_id_name_key_id_idx" ON "contacts"("tenant_id", "account_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_owner_id_name_key_id_idx" ON "contacts"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_last_contacted_at_id_idx" ON "contacts"("tenant_id", "last_contacted_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_last_responded_at_id_idx" ON "contacts"("tenant_id", "last_responded_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_tenant_id_id_key" ON "contacts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_tenant_id_external_id_key" ON "contacts"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "lifecycle_entries_tenant_id_contact_id_entered_at_idx" ON "lifecycle_entries"("tenant_id", "contact_id", "entered_at");

-- CreateIndex
CREATE UNIQUE INDEX "lifecycle_entries_tenant_id_id_key" ON "lifecycle_entries"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "record_keys_tenant_id_record_id_idx" ON "record_keys"("tenant_id", "record_id");

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lifecycle_entries" ADD CONSTRAINT "lifecycle_entries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lifecycle_entries" ADD CONSTRAINT "lifecycle_entries_tenant_id_contact_id_fkey" FOREIGN KEY ("tenant_id", "contact_id") REFERENCES "contacts"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_keys" ADD CONSTRAINT "record_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Archived ones are found among themselves.
CREATE INDEX "contacts_archived_idx" ON "contacts" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

-- The stays of contacts in lifecycle stages, whatever changes a contact: people, imports, programs.
CREATE FUNCTION "lifecycle_write"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'UPDATE' THEN
    UPDATE public.lifecycle_entries e SET left_at = now()
      FROM changed t JOIN earlier b ON b.id = t.id
      WHERE b.lifecycle <> t.lifecycle AND e.tenant_id = t.tenant_id AND e.contact_id = t.id AND e.left_at IS NULL;
    INSERT INTO public.lifecycle_entries (tenant_id, contact_id, stage, entered_at, reason)
      SELECT t.tenant_id, t.id, t.lifecycle, now(), t.lifecycle_reason
      FROM changed t JOIN earlier b ON b.id = t.id WHERE b.lifecycle <> t.lifecycle;
  ELSE
    INSERT INTO public.lifecycle_entries (tenant_id, contact_id, stage, entered_at)
      SELECT t.tenant_id, t.id, t.lifecycle, t.created_at FROM changed t;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "lifecycle_insert" AFTER INSERT ON "contacts"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "lifecycle_write"();
CREATE TRIGGER "lifecycle_update" AFTER UPDATE ON "contacts"
  REFERENCING OLD TABLE AS earlier NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "lifecycle_write"();
