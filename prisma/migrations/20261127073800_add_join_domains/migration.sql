-- CreateTable
CREATE TABLE "join_domains" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "domain" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "token_hash" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_joined_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "join_domains_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "join_domains_domain_idx" ON "join_domains"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "join_domains_tenant_id_id_key" ON "join_domains"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "join_domains_tenant_id_domain_key" ON "join_domains"("tenant_id", "domain");

-- AddForeignKey
ALTER TABLE "join_domains" ADD CONSTRAINT "join_domains_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_domains" ADD CONSTRAINT "join_domains_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
