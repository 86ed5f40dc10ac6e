-- CreateTable
CREATE TABLE "usage_sendings" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "part" INTEGER NOT NULL,
    "quantity" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "tried_at" TIMESTAMPTZ(3),

    CONSTRAINT "usage_sendings_pkey" PRIMARY KEY ("tenant_id","meter","hour","part")
);

-- CreateIndex
CREATE INDEX "usage_sendings_tenant_id_state_hour_idx" ON "usage_sendings"("tenant_id", "state", "hour");

-- CreateIndex
CREATE INDEX "billing_events_received_at_idx" ON "billing_events"("received_at");

-- AddForeignKey
ALTER TABLE "usage_sendings" ADD CONSTRAINT "usage_sendings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
