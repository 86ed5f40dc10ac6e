-- CreateTable
CREATE TABLE "connection_revocations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "provider" TEXT NOT NULL,
    "refresh_token" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_revocations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "connection_revocations_tenant_id_next_try_at_idx" ON "connection_revocations"("tenant_id", "next_try_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_revocations_tenant_id_id_key" ON "connection_revocations"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "connection_revocations" ADD CONSTRAINT "connection_revocations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
