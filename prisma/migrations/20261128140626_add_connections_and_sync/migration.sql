-- CreateTable
CREATE TABLE "connections" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "provider" TEXT NOT NULL,
    "grant" TEXT NOT NULL DEFAULT 'connected',
    "account_id" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "scopes" TEXT[],
    "connected_by_id" UUID,
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paused_at" TIMESTAMPTZ(3),
    "disconnected_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "failed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_secrets" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "connection_id" UUID NOT NULL,
    "access_token" TEXT NOT NULL,
    "refresh_token" TEXT NOT NULL,
    "previous_token" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "connection_secrets_pkey" PRIMARY KEY ("tenant_id","connection_id")
);

-- CreateTable
CREATE TABLE "connection_requests" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "provider" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "state_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_budgets" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "connection_id" UUID NOT NULL,
    "day_limit" INTEGER,
    "day_left" INTEGER,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "backfill_calls" INTEGER NOT NULL DEFAULT 0,
    "counted_on" DATE NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "filled_at" TIMESTAMPTZ(3) NOT NULL,
    "wait_until" TIMESTAMPTZ(3),

    CONSTRAINT "connection_budgets_pkey" PRIMARY KEY ("tenant_id","connection_id")
);

-- CreateTable
CREATE TABLE "sync_objects" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "connection_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "direction" TEXT NOT NULL DEFAULT 'both',
    "creates_here" BOOLEAN NOT NULL DEFAULT true,
    "creates_there" BOOLEAN NOT NULL DEFAULT true,
    "fills_empty" BOOLEAN NOT NULL DEFAULT true,
    "deleted_there" TEXT NOT NULL DEFAULT 'archive',
    "deleted_here" TEXT NOT NULL DEFAULT 'unlink',
    "state" TEXT NOT NULL DEFAULT 'draft',
    "paused_state" TEXT,
    "paused_for" TEXT,
    "cursor" TEXT,
    "event_cursor" UUID,
    "mapping_version" INTEGER NOT NULL DEFAULT 1,
    "compared_at" TIMESTAMPTZ(3),
    "compares" INTEGER NOT NULL DEFAULT 0,
    "described" JSONB NOT NULL DEFAULT '[]',
    "described_at" TIMESTAMPTZ(3),
    "rehearsed_version" INTEGER,
    "rehearsed_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
    "ran_at" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_objects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_fields" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "object_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "remote" TEXT[],
    "direction" TEXT NOT NULL DEFAULT 'both',
    "conflict" TEXT NOT NULL DEFAULT 'newest',
    "transform" JSONB NOT NULL DEFAULT '{}',
    "options" JSONB NOT NULL DEFAULT '[]',
    "position" INTEGER NOT NULL,

    CONSTRAINT "sync_fields_pkey" PRIMARY KEY ("tenant_id","object_id","field")
);

-- CreateTable
CREATE TABLE "sync_links" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "object_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "external_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'linked',
    "base" JSONB NOT NULL DEFAULT '{}',
    "remote_version" TEXT,
    "intent" JSONB,
    "intent_at" TIMESTAMPTZ(3),
    "writes" JSONB NOT NULL DEFAULT '{}',
    "seen_in" INTEGER NOT NULL DEFAULT 0,
    "created_in" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_problems" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "object_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "record_id" UUID,
    "external_id" TEXT,
    "field" TEXT,
    "code" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "answer" TEXT,
    "ours" JSONB,
    "theirs" JSONB,
    "cause" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "next_try_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_problems_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_changes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "object_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "external_id" TEXT,
    "field" TEXT,
    "direction" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "from" JSONB,
    "to" JSONB,
    "lost" JSONB,
    "writer" TEXT,
    "written_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "object_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "mapping_version" INTEGER NOT NULL,
    "phase" TEXT NOT NULL DEFAULT 'recover',
    "place" TEXT,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "samples" JSONB,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "read" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "failure" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_inbox" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "connection_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_inbox_pkey" PRIMARY KEY ("tenant_id","connection_id","key")
);

-- CreateTable
CREATE TABLE "sync_erased" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "provider" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_erased_pkey" PRIMARY KEY ("tenant_id","provider","hash")
);

-- CreateIndex
CREATE INDEX "connections_tenant_id_connected_by_id_idx" ON "connections"("tenant_id", "connected_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "connections_tenant_id_id_key" ON "connections"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "connections_tenant_id_provider_key" ON "connections"("tenant_id", "provider");

-- CreateIndex
CREATE INDEX "connection_requests_tenant_id_member_id_idx" ON "connection_requests"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "connection_requests_tenant_id_expires_at_idx" ON "connection_requests"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_requests_tenant_id_id_key" ON "connection_requests"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "sync_objects_tenant_id_next_run_at_idx" ON "sync_objects"("tenant_id", "next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "sync_objects_tenant_id_id_key" ON "sync_objects"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_objects_tenant_id_connection_id_entity_key" ON "sync_objects"("tenant_id", "connection_id", "entity");

-- CreateIndex
CREATE INDEX "sync_links_tenant_id_record_id_idx" ON "sync_links"("tenant_id", "record_id");

-- CreateIndex
CREATE INDEX "sync_links_tenant_id_object_id_intent_at_idx" ON "sync_links"("tenant_id", "object_id", "intent_at");

-- CreateIndex
CREATE UNIQUE INDEX "sync_links_tenant_id_id_key" ON "sync_links"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_links_tenant_id_object_id_record_id_key" ON "sync_links"("tenant_id", "object_id", "record_id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_links_tenant_id_object_id_external_id_key" ON "sync_links"("tenant_id", "object_id", "external_id");

-- CreateIndex
CREATE INDEX "sync_problems_tenant_id_object_id_state_code_cause_id_idx" ON "sync_problems"("tenant_id", "object_id", "state", "code", "cause", "id");

-- CreateIndex
CREATE INDEX "sync_problems_tenant_id_object_id_next_try_at_idx" ON "sync_problems"("tenant_id", "object_id", "next_try_at");

-- CreateIndex
CREATE INDEX "sync_problems_tenant_id_record_id_idx" ON "sync_problems"("tenant_id", "record_id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_problems_tenant_id_id_key" ON "sync_problems"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_problems_tenant_id_object_id_key_key" ON "sync_problems"("tenant_id", "object_id", "key");

-- CreateIndex
CREATE INDEX "sync_changes_tenant_id_object_id_id_idx" ON "sync_changes"("tenant_id", "object_id", "id");

-- CreateIndex
CREATE INDEX "sync_changes_tenant_id_record_id_field_id_idx" ON "sync_changes"("tenant_id", "record_id", "field", "id");

-- CreateIndex
CREATE INDEX "sync_changes_tenant_id_run_id_idx" ON "sync_changes"("tenant_id", "run_id");

-- CreateIndex
CREATE INDEX "sync_changes_tenant_id_at_idx" ON "sync_changes"("tenant_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "sync_changes_tenant_id_id_key" ON "sync_changes"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "sync_runs_tenant_id_object_id_id_idx" ON "sync_runs"("tenant_id", "object_id", "id");

-- CreateIndex
CREATE INDEX "sync_runs_tenant_id_started_at_idx" ON "sync_runs"("tenant_id", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "sync_runs_tenant_id_id_key" ON "sync_runs"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "sync_inbox_tenant_id_connection_id_entity_handled_at_idx" ON "sync_inbox"("tenant_id", "connection_id", "entity", "handled_at");

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_tenant_id_connected_by_id_fkey" FOREIGN KEY ("tenant_id", "connected_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_secrets" ADD CONSTRAINT "connection_secrets_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_requests" ADD CONSTRAINT "connection_requests_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_requests" ADD CONSTRAINT "connection_requests_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_budgets" ADD CONSTRAINT "connection_budgets_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_objects" ADD CONSTRAINT "sync_objects_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_objects" ADD CONSTRAINT "sync_objects_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_fields" ADD CONSTRAINT "sync_fields_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "sync_objects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_links" ADD CONSTRAINT "sync_links_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "sync_objects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_problems" ADD CONSTRAINT "sync_problems_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "sync_objects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_changes" ADD CONSTRAINT "sync_changes_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "sync_objects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "sync_objects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_inbox" ADD CONSTRAINT "sync_inbox_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_erased" ADD CONSTRAINT "sync_erased_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
