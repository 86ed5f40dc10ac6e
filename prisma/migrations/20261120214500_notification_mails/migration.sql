-- CreateTable
CREATE TABLE "notification_mails" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "open_key" TEXT,
    "urgent" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "address" TEXT,
    "message_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_mail_items" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mail_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "actor_id" UUID,
    "group_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "left_out" TEXT,

    CONSTRAINT "notification_mail_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_hours" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "time_zone" TEXT,
    "quiet" BOOLEAN NOT NULL,
    "days" INTEGER[],
    "from_minute" INTEGER NOT NULL,
    "until_minute" INTEGER NOT NULL,

    CONSTRAINT "notification_hours_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notification_mails_tenant_id_created_at_id_idx" ON "notification_mails"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "notification_mails_tenant_id_finished_at_idx" ON "notification_mails"("tenant_id", "finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mails_tenant_id_id_key" ON "notification_mails"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mails_tenant_id_member_id_open_key_key" ON "notification_mails"("tenant_id", "member_id", "open_key");

-- CreateIndex
CREATE INDEX "notification_mail_items_tenant_id_mail_id_idx" ON "notification_mail_items"("tenant_id", "mail_id");

-- CreateIndex
CREATE INDEX "notification_mail_items_tenant_id_event_id_idx" ON "notification_mail_items"("tenant_id", "event_id");

-- CreateIndex
CREATE INDEX "notification_mail_items_tenant_id_actor_id_idx" ON "notification_mail_items"("tenant_id", "actor_id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mail_items_tenant_id_id_key" ON "notification_mail_items"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mail_items_tenant_id_member_id_event_id_type_key" ON "notification_mail_items"("tenant_id", "member_id", "event_id", "type");

-- CreateIndex
CREATE UNIQUE INDEX "notification_hours_tenant_id_id_key" ON "notification_hours"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_hours_tenant_id_member_id_key" ON "notification_hours"("tenant_id", "member_id");

-- AddForeignKey
ALTER TABLE "notification_mails" ADD CONSTRAINT "notification_mails_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mails" ADD CONSTRAINT "notification_mails_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mail_items" ADD CONSTRAINT "notification_mail_items_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mail_items" ADD CONSTRAINT "notification_mail_items_tenant_id_mail_id_fkey" FOREIGN KEY ("tenant_id", "mail_id") REFERENCES "notification_mails"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mail_items" ADD CONSTRAINT "notification_mail_items_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mail_items" ADD CONSTRAINT "notification_mail_items_tenant_id_actor_id_fkey" FOREIGN KEY ("tenant_id", "actor_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mail_items" ADD CONSTRAINT "notification_mail_items_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_hours" ADD CONSTRAINT "notification_hours_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_hours" ADD CONSTRAINT "notification_hours_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
