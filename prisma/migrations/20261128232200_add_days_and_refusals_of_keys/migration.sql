-- CreateTable
CREATE TABLE "api_key_days" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_key_days_pkey" PRIMARY KEY ("tenant_id","key_id","day","address")
);

-- CreateTable
CREATE TABLE "api_key_refusals" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "api_key_refusals_pkey" PRIMARY KEY ("tenant_id","key_id","id")
);

-- CreateIndex
CREATE INDEX "api_key_days_tenant_id_day_idx" ON "api_key_days"("tenant_id", "day");

-- CreateIndex
CREATE INDEX "api_key_refusals_tenant_id_at_idx" ON "api_key_refusals"("tenant_id", "at");

-- AddForeignKey
ALTER TABLE "api_key_days" ADD CONSTRAINT "api_key_days_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_days" ADD CONSTRAINT "api_key_days_tenant_id_key_id_fkey" FOREIGN KEY ("tenant_id", "key_id") REFERENCES "api_keys"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_refusals" ADD CONSTRAINT "api_key_refusals_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_refusals" ADD CONSTRAINT "api_key_refusals_tenant_id_key_id_fkey" FOREIGN KEY ("tenant_id", "key_id") REFERENCES "api_keys"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
