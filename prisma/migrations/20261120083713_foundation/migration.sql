-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "domain" TEXT,
    "domain_key" TEXT,
    "website" TEXT,
    "phone" TEXT,
    "type" TEXT NOT NULL DEFAULT 'prospect',
    "industry" TEXT,
    "employees" INTEGER,
    "annual_revenue_minor" BIGINT,
    "currency" TEXT,
    "billing_address" JSONB,
    "shipping_address" JSONB,
    "parent_id" UUID,
    "owner_id" UUID,
    "import_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "password_hash" TEXT,
    "email_verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_agent" TEXT,
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_tokens" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_events" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID,
    "request_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "entity_version" INTEGER,
    "actor" JSONB NOT NULL,
    "actor_member_id" UUID,
    "impersonator_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "data" JSONB NOT NULL,
    "origin" TEXT,
    "request_id" TEXT NOT NULL,
    "batch_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_subjects" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "event_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,

    CONSTRAINT "event_subjects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "status" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "settings" JSONB NOT NULL,
    "totals" JSONB NOT NULL,
    "failure" TEXT,
    "request_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "reverted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_files" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "entity" TEXT,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "encoding" TEXT NOT NULL,
    "delimiter" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "file_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" TEXT[],
    "status" TEXT NOT NULL,
    "problems" JSONB,
    "values" JSONB,
    "outcome" TEXT,
    "record_id" UUID,
    "record_version" INTEGER,
    "before" JSONB,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("tenant_id","file_id","line")
);

-- CreateTable
CREATE TABLE "import_batches" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "import_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "from_line" INTEGER NOT NULL,
    "to_line" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "user_id" UUID,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "email" TEXT,
    "email_key" TEXT,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "import_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_grants" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "effect" TEXT NOT NULL,

    CONSTRAINT "member_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opportunities" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT,
    "account_id" UUID,
    "pipeline_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "rank" TEXT NOT NULL,
    "amount_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "probability" INTEGER,
    "expected_close_date" DATE,
    "actual_close_date" DATE,
    "closed_at" TIMESTAMPTZ(3),
    "close_date_pushes" INTEGER NOT NULL DEFAULT 0,
    "loss_reason_id" UUID,
    "loss_detail" TEXT,
    "competitor_id" UUID,
    "lead_source" TEXT,
    "owner_id" UUID,
    "external_source" TEXT,
    "external_id" TEXT,
    "stage_entered_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3),
    "import_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opportunities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opportunity_lines" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "opportunity_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "description" TEXT,
    "quantity" DECIMAL(12,3) NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "opportunity_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_entries" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "opportunity_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "entered_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "actor_id" UUID,
    "source" TEXT NOT NULL,

    CONSTRAINT "stage_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipelines" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,
    "import_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pipelines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stages" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "pipeline_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "probability" INTEGER NOT NULL,
    "color" INTEGER NOT NULL,
    "rot_days" INTEGER,
    "import_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loss_reasons" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "pipeline_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "loss_reasons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "sku" TEXT,
    "sku_key" TEXT,
    "description" TEXT,
    "price_minor" BIGINT,
    "currency" TEXT,
    "import_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "import_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_members" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "team_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "team_members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "suspended_reason" TEXT,
    "currency" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visibility_settings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "level" TEXT NOT NULL,

    CONSTRAINT "visibility_settings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "accounts_tenant_id_name_key_id_idx" ON "accounts"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_domain_key_idx" ON "accounts"("tenant_id", "domain_key");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_parent_id_idx" ON "accounts"("tenant_id", "parent_id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_owner_id_name_key_id_idx" ON "accounts"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_industry_id_idx" ON "accounts"("tenant_id", "industry", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_employees_id_idx" ON "accounts"("tenant_id", "employees", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_annual_revenue_minor_id_idx" ON "accounts"("tenant_id", "annual_revenue_minor", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_created_at_id_idx" ON "accounts"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_tenant_id_id_key" ON "accounts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_member_id_idx" ON "api_keys"("tenant_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_tenant_id_id_key" ON "api_keys"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key_key" ON "users"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_tokens_token_hash_key" ON "auth_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "auth_tokens_user_id_purpose_idx" ON "auth_tokens"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "identity_events_user_id_at_idx" ON "identity_events"("user_id", "at");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- CreateIndex
CREATE INDEX "events_tenant_id_entity_entity_id_id_idx" ON "events"("tenant_id", "entity", "entity_id", "id");

-- CreateIndex
CREATE INDEX "events_tenant_id_batch_id_id_idx" ON "events"("tenant_id", "batch_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "events_tenant_id_id_key" ON "events"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "event_subjects_tenant_id_id_key" ON "event_subjects"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "event_subjects_tenant_id_entity_entity_id_event_id_key" ON "event_subjects"("tenant_id", "entity", "entity_id", "event_id");

-- CreateIndex
CREATE INDEX "imports_tenant_id_created_at_id_idx" ON "imports"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "imports_tenant_id_status_idx" ON "imports"("tenant_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "imports_tenant_id_id_key" ON "imports"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "import_files_tenant_id_import_id_position_idx" ON "import_files"("tenant_id", "import_id", "position");

-- CreateIndex
CREATE INDEX "import_files_tenant_id_sha256_idx" ON "import_files"("tenant_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "import_files_tenant_id_id_key" ON "import_files"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "import_rows_tenant_id_file_id_status_line_idx" ON "import_rows"("tenant_id", "file_id", "status", "line");

-- CreateIndex
CREATE INDEX "import_batches_tenant_id_import_id_status_number_idx" ON "import_batches"("tenant_id", "import_id", "status", "number");

-- CreateIndex
CREATE UNIQUE INDEX "import_batches_tenant_id_id_key" ON "import_batches"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_batches_tenant_id_import_id_phase_number_key" ON "import_batches"("tenant_id", "import_id", "phase", "number");

-- CreateIndex
CREATE INDEX "members_tenant_id_name_key_id_idx" ON "members"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "members_tenant_id_id_key" ON "members"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "members_tenant_id_user_id_key" ON "members"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "members_tenant_id_email_key_key" ON "members"("tenant_id", "email_key");

-- CreateIndex
CREATE UNIQUE INDEX "member_grants_tenant_id_id_key" ON "member_grants"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "member_grants_tenant_id_member_id_permission_key" ON "member_grants"("tenant_id", "member_id", "permission");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_tenant_id_member_id_idx" ON "invitations"("tenant_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_tenant_id_id_key" ON "invitations"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_name_key_id_idx" ON "opportunities"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_account_id_id_idx" ON "opportunities"("tenant_id", "account_id", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_owner_id_id_idx" ON "opportunities"("tenant_id", "owner_id", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_stage_id_actual_close_date_id_idx" ON "opportunities"("tenant_id", "stage_id", "actual_close_date", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_status_id_idx" ON "opportunities"("tenant_id", "status", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_amount_minor_id_idx" ON "opportunities"("tenant_id", "amount_minor", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_expected_close_date_id_idx" ON "opportunities"("tenant_id", "expected_close_date", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_actual_close_date_id_idx" ON "opportunities"("tenant_id", "actual_close_date", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_created_at_id_idx" ON "opportunities"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_stage_entered_at_id_idx" ON "opportunities"("tenant_id", "stage_entered_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_id_key" ON "opportunities"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_external_source_external_id_key" ON "opportunities"("tenant_id", "external_source", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_stage_id_rank_key" ON "opportunities"("tenant_id", "stage_id", "rank");

-- CreateIndex
CREATE INDEX "opportunity_lines_tenant_id_opportunity_id_position_idx" ON "opportunity_lines"("tenant_id", "opportunity_id", "position");

-- CreateIndex
CREATE INDEX "opportunity_lines_tenant_id_product_id_idx" ON "opportunity_lines"("tenant_id", "product_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_lines_tenant_id_id_key" ON "opportunity_lines"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "stage_entries_tenant_id_stage_id_idx" ON "stage_entries"("tenant_id", "stage_id");

-- CreateIndex
CREATE UNIQUE INDEX "stage_entries_tenant_id_id_key" ON "stage_entries"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "stage_entries_tenant_id_opportunity_id_sequence_key" ON "stage_entries"("tenant_id", "opportunity_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "pipelines_tenant_id_id_key" ON "pipelines"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "pipelines_tenant_id_name_key_key" ON "pipelines"("tenant_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "stages_tenant_id_id_key" ON "stages"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "stages_tenant_id_pipeline_id_name_key_key" ON "stages"("tenant_id", "pipeline_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "loss_reasons_tenant_id_id_key" ON "loss_reasons"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "loss_reasons_tenant_id_pipeline_id_name_key_key" ON "loss_reasons"("tenant_id", "pipeline_id", "name_key");

-- CreateIndex
CREATE INDEX "products_tenant_id_name_key_id_idx" ON "products"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_price_minor_id_idx" ON "products"("tenant_id", "price_minor", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_created_at_id_idx" ON "products"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "products_tenant_id_id_key" ON "products"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "products_tenant_id_sku_key_key" ON "products"("tenant_id", "sku_key");

-- CreateIndex
CREATE INDEX "teams_tenant_id_parent_id_name_key_idx" ON "teams"("tenant_id", "parent_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "teams_tenant_id_id_key" ON "teams"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "team_members_tenant_id_member_id_idx" ON "team_members"("tenant_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_members_tenant_id_id_key" ON "team_members"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "team_members_tenant_id_team_id_member_id_key" ON "team_members"("tenant_id", "team_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "visibility_settings_tenant_id_id_key" ON "visibility_settings"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "visibility_settings_tenant_id_entity_key" ON "visibility_settings"("tenant_id", "entity");

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_tokens" ADD CONSTRAINT "auth_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_subjects" ADD CONSTRAINT "event_subjects_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_subjects" ADD CONSTRAINT "event_subjects_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "import_files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "import_files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_grants" ADD CONSTRAINT "member_grants_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_grants" ADD CONSTRAINT "member_grants_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_invited_by_id_fkey" FOREIGN KEY ("tenant_id", "invited_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_competitor_id_fkey" FOREIGN KEY ("tenant_id", "competitor_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_pipeline_id_fkey" FOREIGN KEY ("tenant_id", "pipeline_id") REFERENCES "pipelines"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_stage_id_fkey" FOREIGN KEY ("tenant_id", "stage_id") REFERENCES "stages"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_loss_reason_id_fkey" FOREIGN KEY ("tenant_id", "loss_reason_id") REFERENCES "loss_reasons"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_lines" ADD CONSTRAINT "opportunity_lines_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_lines" ADD CONSTRAINT "opportunity_lines_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_lines" ADD CONSTRAINT "opportunity_lines_tenant_id_product_id_fkey" FOREIGN KEY ("tenant_id", "product_id") REFERENCES "products"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_tenant_id_stage_id_fkey" FOREIGN KEY ("tenant_id", "stage_id") REFERENCES "stages"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_tenant_id_actor_id_fkey" FOREIGN KEY ("tenant_id", "actor_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipelines" ADD CONSTRAINT "pipelines_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_tenant_id_pipeline_id_fkey" FOREIGN KEY ("tenant_id", "pipeline_id") REFERENCES "pipelines"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "loss_reasons" ADD CONSTRAINT "loss_reasons_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "loss_reasons" ADD CONSTRAINT "loss_reasons_tenant_id_pipeline_id_fkey" FOREIGN KEY ("tenant_id", "pipeline_id") REFERENCES "pipelines"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "teams" ADD CONSTRAINT "teams_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "teams" ADD CONSTRAINT "teams_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "teams"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_tenant_id_team_id_fkey" FOREIGN KEY ("tenant_id", "team_id") REFERENCES "teams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visibility_settings" ADD CONSTRAINT "visibility_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed vocabularies are text with a check: the equality of enum types is not leakproof and loses its index under
-- row-level security.
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_status_check" CHECK ("status" IN ('active', 'suspended'));
ALTER TABLE "visibility_settings" ADD CONSTRAINT "visibility_settings_level_check" CHECK ("level" IN ('everyone', 'team', 'own'));
ALTER TABLE "members" ADD CONSTRAINT "members_role_check" CHECK ("role" IN ('owner', 'admin', 'manager', 'member', 'viewer'));
ALTER TABLE "members" ADD CONSTRAINT "members_status_check" CHECK ("status" IN ('active', 'placeholder', 'removed'));
ALTER TABLE "members" ADD CONSTRAINT "members_active_user_check" CHECK ("status" <> 'active' OR "user_id" IS NOT NULL);
ALTER TABLE "member_grants" ADD CONSTRAINT "member_grants_effect_check" CHECK ("effect" IN ('allow', 'deny'));
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_role_check" CHECK ("role" IN ('admin', 'manager', 'member', 'viewer'));
ALTER TABLE "auth_tokens" ADD CONSTRAINT "auth_tokens_purpose_check" CHECK ("purpose" IN ('verify', 'reset'));
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_type_check" CHECK ("type" IN ('prospect', 'customer', 'partner', 'competitor', 'churned', 'other'));
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_parent_check" CHECK ("parent_id" <> "id");
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_revenue_check" CHECK (("annual_revenue_minor" IS NULL) = ("currency" IS NULL));
ALTER TABLE "products" ADD CONSTRAINT "products_price_check" CHECK (("price_minor" IS NULL) = ("currency" IS NULL));
ALTER TABLE "stages" ADD CONSTRAINT "stages_type_check" CHECK ("type" IN ('open', 'won', 'lost'));
ALTER TABLE "stages" ADD CONSTRAINT "stages_probability_check" CHECK ("probability" BETWEEN 0 AND 100);
ALTER TABLE "stages" ADD CONSTRAINT "stages_color_check" CHECK ("color" BETWEEN 1 AND 8);
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_status_check" CHECK ("status" IN ('open', 'won', 'lost'));
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_probability_check" CHECK ("probability" BETWEEN 0 AND 100);
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_source_check" CHECK ("source" IN ('app', 'api', 'import', 'system'));
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_order_check" CHECK ("left_at" IS NULL OR "entered_at" IS NULL OR "left_at" >= "entered_at");
ALTER TABLE "imports" ADD CONSTRAINT "imports_status_check" CHECK ("status" IN ('draft', 'ready', 'running', 'done', 'failed', 'cancelled', 'reverting', 'reverted'));
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_outcome_check" CHECK ("outcome" IN ('created', 'updated', 'unchanged', 'skipped', 'error', 'reverted', 'kept'));

-- One default pipeline per workspace.
CREATE UNIQUE INDEX "pipelines_one_default_key" ON "pipelines" ("tenant_id") WHERE "is_default";

-- Ranks and folded keys are compared byte by byte, whatever locale the database has.
ALTER TABLE "opportunities" ALTER COLUMN "rank" TYPE text COLLATE "C", ALTER COLUMN "name_key" TYPE text COLLATE "C";
ALTER TABLE "accounts" ALTER COLUMN "name_key" TYPE text COLLATE "C", ALTER COLUMN "domain_key" TYPE text COLLATE "C";
ALTER TABLE "products" ALTER COLUMN "name_key" TYPE text COLLATE "C";
ALTER TABLE "members" ALTER COLUMN "name_key" TYPE text COLLATE "C";
