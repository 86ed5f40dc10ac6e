-- CreateTable
CREATE TABLE "deal_reminders" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "opportunity_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deal_reminders_pkey" PRIMARY KEY ("tenant_id","opportunity_id","member_id","kind","occasion")
);

-- CreateIndex
CREATE INDEX "deal_reminders_tenant_id_member_id_idx" ON "deal_reminders"("tenant_id", "member_id");

-- AddForeignKey
ALTER TABLE "deal_reminders" ADD CONSTRAINT "deal_reminders_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deal_reminders" ADD CONSTRAINT "deal_reminders_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deal_reminders" ADD CONSTRAINT "deal_reminders_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Open deals of a stage by how long they lie untouched: the few that begin to rot are found among them.
CREATE INDEX "opportunities_open_touched_idx" ON "opportunities" ("tenant_id", "stage_id", "touched_at") WHERE "status" = 'open' AND "archived_at" IS NULL;
