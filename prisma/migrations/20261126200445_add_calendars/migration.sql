-- AlterTable
ALTER TABLE "members" ADD COLUMN     "calendar_id" UUID;

-- CreateTable
CREATE TABLE "calendars" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "parent_id" UUID,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "zone" TEXT,
    "week" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calendars_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_days" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "calendar_id" UUID NOT NULL,
    "from_day" DATE NOT NULL,
    "until_day" DATE NOT NULL,
    "intervals" JSONB NOT NULL,
    "label" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'typed',

    CONSTRAINT "calendar_days_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "calendars_tenant_id_parent_id_idx" ON "calendars"("tenant_id", "parent_id");

-- CreateIndex
CREATE INDEX "calendars_tenant_id_kind_name_key_id_idx" ON "calendars"("tenant_id", "kind", "name_key", "id");

-- CreateIndex
CREATE UNIQUE INDEX "calendars_tenant_id_id_key" ON "calendars"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "calendar_days_tenant_id_calendar_id_from_day_id_idx" ON "calendar_days"("tenant_id", "calendar_id", "from_day", "id");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_days_tenant_id_id_key" ON "calendar_days"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_calendar_id_idx" ON "members"("tenant_id", "calendar_id");

-- AddForeignKey
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "calendars"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_tenant_id_calendar_id_fkey" FOREIGN KEY ("tenant_id", "calendar_id") REFERENCES "calendars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_tenant_id_calendar_id_fkey" FOREIGN KEY ("tenant_id", "calendar_id") REFERENCES "calendars"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A workspace has one calendar of its own.
CREATE UNIQUE INDEX "calendars_workspace_key" ON "calendars" ("tenant_id") WHERE "kind" = 'workspace';

-- Each workspace works from Monday to Friday, nine to five, in its own zone. Members who had chosen other hours keep them
-- as a calendar of their own.
ALTER TABLE "tenants" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "members" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "notification_hours" NO FORCE ROW LEVEL SECURITY;

INSERT INTO "calendars" ("id", "tenant_id", "kind", "name", "name_key", "week", "updated_at")
SELECT gen_random_uuid(), "id", 'workspace', 'Working hours', 'working hours',
  (SELECT jsonb_agg(CASE WHEN day <= 5 THEN '[{"from": 540, "until": 1020}]'::jsonb ELSE '[]'::jsonb END ORDER BY day)
   FROM generate_series(1, 7) day),
  now()
FROM "tenants";

CREATE TEMPORARY TABLE "chosen_hours" AS
SELECT gen_random_uuid() AS "id", h."tenant_id", h."member_id", h."time_zone",
  (SELECT jsonb_agg(CASE WHEN day = ANY (h."days")
     THEN jsonb_build_array(jsonb_build_object('from', h."from_minute", 'until', h."until_minute"))
     ELSE '[]'::jsonb END ORDER BY day) FROM generate_series(1, 7) day) AS "week"
FROM "notification_hours" h
WHERE h."time_zone" IS NOT NULL OR h."from_minute" <> 540 OR h."until_minute" <> 1020
  OR NOT (h."days" @> '{1,2,3,4,5}' AND h."days" <@ '{1,2,3,4,5}');

INSERT INTO "calendars" ("id", "tenant_id", "parent_id", "kind", "name", "name_key", "zone", "week", "updated_at")
SELECT c."id", c."tenant_id", w."id", 'own', 'Own hours', 'own hours', c."time_zone", c."week", now()
FROM "chosen_hours" c JOIN "calendars" w ON w."tenant_id" = c."tenant_id" AND w."kind" = 'workspace';

UPDATE "members" m SET "calendar_id" = c."id"
FROM "chosen_hours" c WHERE c."tenant_id" = m."tenant_id" AND c."member_id" = m."id";

DROP TABLE "chosen_hours";

ALTER TABLE "tenants" FORCE ROW LEVEL SECURITY;
ALTER TABLE "members" FORCE ROW LEVEL SECURITY;
ALTER TABLE "notification_hours" FORCE ROW LEVEL SECURITY;

-- AlterTable
ALTER TABLE "notification_hours" DROP COLUMN "days",
DROP COLUMN "from_minute",
DROP COLUMN "time_zone",
DROP COLUMN "until_minute";
