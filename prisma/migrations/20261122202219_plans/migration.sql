-- CreateTable
CREATE TABLE "subscriptions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "plan" TEXT NOT NULL DEFAULT 'trial',
    "plan_version" TEXT,
    "interval" TEXT,
    "state" TEXT NOT NULL DEFAULT 'none',
    "seats" INTEGER,
    "seats_bought" INTEGER,
    "add_ons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "trial_ends_at" TIMESTAMPTZ(3),
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "cancel_at" TIMESTAMPTZ(3),
    "past_due_since" TIMESTAMPTZ(3),
    "stripe_customer_id" TEXT,
    "stripe_subscription_id" TEXT,
    "billing_email" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "card_expires" TEXT,
    "synced_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_modules" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "module" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "tier" TEXT NOT NULL DEFAULT 'basic',
    "trial_started_at" TIMESTAMPTZ(3),
    "trial_ends_at" TIMESTAMPTZ(3),
    "limits" JSONB NOT NULL DEFAULT '{}',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_modules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entitlement_overrides" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entitlement_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "limit_notices" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "subject" TEXT NOT NULL,
    "threshold" INTEGER NOT NULL,
    "period" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "limit_notices_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "keeps_seat" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "members_tenant_id_status_created_at_id_idx" ON "members"("tenant_id", "status", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_tenant_id_key" ON "subscriptions"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_stripe_customer_id_key" ON "subscriptions"("stripe_customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_stripe_subscription_id_key" ON "subscriptions"("stripe_subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_tenant_id_id_key" ON "subscriptions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_modules_tenant_id_id_key" ON "tenant_modules"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_modules_tenant_id_module_key" ON "tenant_modules"("tenant_id", "module");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_overrides_tenant_id_id_key" ON "entitlement_overrides"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_overrides_tenant_id_key_key" ON "entitlement_overrides"("tenant_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "limit_notices_tenant_id_id_key" ON "limit_notices"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "limit_notices_tenant_id_subject_threshold_period_key" ON "limit_notices"("tenant_id", "subject", "threshold", "period");

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_modules" ADD CONSTRAINT "tenant_modules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entitlement_overrides" ADD CONSTRAINT "entitlement_overrides_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "limit_notices" ADD CONSTRAINT "limit_notices_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Each workspace has its row from the beginning: a trial of 14 days. Invoker's rights: the app role works for the new
-- workspace while it creates it.
create function subscription_follows_tenant() returns trigger
language plpgsql as $$
begin
  insert into public.subscriptions (id, tenant_id, trial_ends_at)
    values (gen_random_uuid(), new.id, now() + interval '14 days');
  return null;
end
$$;
create trigger subscription_follows_tenant after insert on tenants
  for each row execute function subscription_follows_tenant();

-- Workspaces that are here already begin their trial now.
alter table tenants no force row level security;
insert into subscriptions (id, tenant_id, trial_ends_at)
  select gen_random_uuid(), id, now() + interval '14 days' from tenants;
alter table tenants force row level security;
