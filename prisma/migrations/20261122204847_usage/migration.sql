-- CreateTable
CREATE TABLE "usage_events" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "key" TEXT,
    "quantity" INTEGER NOT NULL,
    "cost" DECIMAL(20,8) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "member_id" UUID,
    "team_id" UUID,
    "api_key_id" UUID,
    "entity" TEXT,
    "record_id" UUID,

    CONSTRAINT "usage_events_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "usage_hours" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "member_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "quantity" BIGINT NOT NULL,
    "events" INTEGER NOT NULL,
    "cost" DECIMAL(20,8) NOT NULL,

    CONSTRAINT "usage_hours_pkey" PRIMARY KEY ("tenant_id","meter","hour","member_id","team_id","api_key_id")
);

-- CreateTable
CREATE TABLE "usage_periods" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "used" BIGINT NOT NULL DEFAULT 0,
    "reserved" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "usage_periods_pkey" PRIMARY KEY ("tenant_id","meter","month")
);

-- CreateTable
CREATE TABLE "usage_reservations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "committed" INTEGER,
    "cost" DECIMAL(20,8) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "member_id" UUID,
    "team_id" UUID,
    "api_key_id" UUID,
    "entity" TEXT,
    "record_id" UUID,

    CONSTRAINT "usage_reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budgets" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "team_id" UUID,
    "member_id" UUID,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "rate_per_usd" DECIMAL(18,8),
    "thresholds" INTEGER[],
    "stops" BOOLEAN NOT NULL,
    "told_ids" UUID[],
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_alerts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "budget_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "threshold" INTEGER NOT NULL,
    "spent_minor" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "told_ids" UUID[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_alerts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "usage_events_tenant_id_meter_at_id_idx" ON "usage_events"("tenant_id", "meter", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "usage_events_tenant_id_meter_key_key" ON "usage_events"("tenant_id", "meter", "key");

-- CreateIndex
CREATE INDEX "usage_reservations_tenant_id_state_meter_month_expires_at_idx" ON "usage_reservations"("tenant_id", "state", "meter", "month", "expires_at");

-- CreateIndex
CREATE INDEX "usage_reservations_tenant_id_entity_record_id_idx" ON "usage_reservations"("tenant_id", "entity", "record_id");

-- CreateIndex
CREATE UNIQUE INDEX "usage_reservations_tenant_id_id_key" ON "usage_reservations"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "budgets_tenant_id_team_id_idx" ON "budgets"("tenant_id", "team_id");

-- CreateIndex
CREATE INDEX "budgets_tenant_id_member_id_idx" ON "budgets"("tenant_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "budgets_tenant_id_id_key" ON "budgets"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "budget_alerts_tenant_id_at_id_idx" ON "budget_alerts"("tenant_id", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "budget_alerts_tenant_id_id_key" ON "budget_alerts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "budget_alerts_tenant_id_budget_id_month_threshold_key" ON "budget_alerts"("tenant_id", "budget_id", "month", "threshold");

-- AddForeignKey
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_hours" ADD CONSTRAINT "usage_hours_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_periods" ADD CONSTRAINT "usage_periods_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_reservations" ADD CONSTRAINT "usage_reservations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_tenant_id_team_id_fkey" FOREIGN KEY ("tenant_id", "team_id") REFERENCES "teams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_alerts" ADD CONSTRAINT "budget_alerts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_alerts" ADD CONSTRAINT "budget_alerts_tenant_id_budget_id_fkey" FOREIGN KEY ("tenant_id", "budget_id") REFERENCES "budgets"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever adds rows to the ledger, its sums follow in the same statement. Months are locked before hours, as a
-- reservation locks its month first; rows are taken in one order, so that two statements never wait for each other.
create function usage_follows() returns trigger
language plpgsql as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  insert into public.usage_periods as p (tenant_id, meter, month, used)
    select a.tenant_id, a.meter, to_char(a.at at time zone t.time_zone, 'YYYY-MM') as month, sum(a.quantity)
    from added a join public.tenants t on t.id = a.tenant_id
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (tenant_id, meter, month) do update set used = p.used + excluded.used;
  insert into public.usage_hours as h
      (tenant_id, meter, hour, member_id, team_id, api_key_id, quantity, events, cost)
    select a.tenant_id, a.meter, date_trunc('hour', a.at, t.time_zone) as hour, coalesce(a.member_id, nobody),
      coalesce(a.team_id, nobody), coalesce(a.api_key_id, nobody), sum(a.quantity), count(*), sum(a.cost)
    from added a join public.tenants t on t.id = a.tenant_id
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (tenant_id, meter, hour, member_id, team_id, api_key_id) do update
      set quantity = h.quantity + excluded.quantity, events = h.events + excluded.events, cost = h.cost + excluded.cost;
  return null;
end
$$;
create trigger usage_follows after insert on usage_events
  referencing new table as added for each statement execute function usage_follows();
