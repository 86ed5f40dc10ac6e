-- CreateTable
CREATE TABLE "record_exports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "asked_by_id" UUID NOT NULL,
    "asked_key_id" UUID,
    "request_id" TEXT NOT NULL,
    "noun" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "rows_total" INTEGER NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_beyond" INTEGER NOT NULL,
    "size_bytes" BIGINT,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "record_exports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "record_exports_tenant_id_asked_by_id_created_at_id_idx" ON "record_exports"("tenant_id", "asked_by_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "record_exports_tenant_id_expires_at_idx" ON "record_exports"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "record_exports_tenant_id_id_key" ON "record_exports"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "record_exports" ADD CONSTRAINT "record_exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_exports" ADD CONSTRAINT "record_exports_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
