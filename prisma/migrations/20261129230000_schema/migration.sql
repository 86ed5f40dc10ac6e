-- The tables, their keys and their indexes as Prisma writes them from the models (npm run db:new), with three things that
-- Prisma cannot say: the extensions, the collation "C" of keys that are sorted by their bytes, and the partitions of tables
-- that grow with time (docs/decisions/031-time-partitions.md).

-- Both extensions are trusted: the owner of a database may add them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT COLLATE "C" NOT NULL,
    "domain" TEXT,
    "domain_key" TEXT COLLATE "C",
    "website" TEXT,
    "phone" TEXT,
    "type" TEXT NOT NULL DEFAULT 'prospect',
    "industry" TEXT,
    "employees" INTEGER,
    "annual_revenue_minor" BIGINT,
    "currency" TEXT,
    "billing_address" JSONB,
    "shipping_address" JSONB,
    "description" TEXT,
    "description_doc" JSONB,
    "parent_id" UUID,
    "owner_id" UUID,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "touched_at" TIMESTAMPTZ(3),
    "won_value" JSONB,
    "won_value_most" BIGINT,
    "open_value" JSONB,
    "open_value_most" BIGINT,
    "family_won_value" JSONB,
    "family_won_value_most" BIGINT,
    "family_open_value" JSONB,
    "family_open_value_most" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activities" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'task',
    "status" TEXT NOT NULL DEFAULT 'planned',
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "due_on" DATE,
    "duration" INTEGER,
    "direction" TEXT,
    "outcome_id" UUID,
    "outcome_note" TEXT,
    "owner_id" UUID,
    "reminders" JSONB,
    "remind_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "repeats" TEXT,
    "series_id" UUID,
    "occurrence" DATE,
    "participants" JSONB,
    "participants_key" TEXT,
    "location" TEXT,
    "link" TEXT,
    "description" TEXT,
    "description_doc" JSONB,
    "completed_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3),
    "reschedules" INTEGER NOT NULL DEFAULT 0,
    "creator_id" UUID,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_series" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "rule" JSONB NOT NULL,
    "zone" TEXT NOT NULL,
    "start_on" DATE NOT NULL,
    "minute" INTEGER,
    "values" JSONB NOT NULL,
    "latest_id" UUID,
    "last_on" DATE NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activity_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_outcomes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "kinds" JSONB,
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "activity_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "previous_hash" TEXT,
    "previous_prefix" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "scopes" TEXT[],
    "ranges" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "per_minute" INTEGER,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key_days" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_key_days_pkey" PRIMARY KEY ("tenant_id","key_id","day","address")
);

-- CreateTable
CREATE TABLE "api_key_refusals" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "api_key_refusals_pkey" PRIMARY KEY ("tenant_id","key_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("id")
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
    "factor_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "device_id" UUID,
    "cut_at" TIMESTAMPTZ(3),
    "cut_leased_until" TIMESTAMPTZ(3),

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
CREATE TABLE "totp_secrets" (
    "user_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "last_step" INTEGER,
    "confirmed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "totp_secrets_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkeys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_challenges" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "purpose" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_changes" (
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "old_token_hash" TEXT NOT NULL,
    "new_token_hash" TEXT NOT NULL,
    "old_confirmed_at" TIMESTAMPTZ(3),
    "new_confirmed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("user_id")
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
CREATE TABLE "invoices" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "stripe_id" TEXT NOT NULL,
    "number" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "currency" TEXT NOT NULL,
    "subtotal_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "due_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL,
    "remaining_minor" BIGINT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "lines" JSONB NOT NULL DEFAULT '[]',
    "hosted_url" TEXT,
    "pdf_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "customer_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "billing_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "noun" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "selection" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "undone" INTEGER NOT NULL DEFAULT 0,
    "kept" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "batch_rows" INTEGER NOT NULL,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bulk_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_run_rows" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "run_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "name" TEXT,
    "reason" TEXT,
    "before" JSONB,

    CONSTRAINT "bulk_run_rows_pkey" PRIMARY KEY ("tenant_id","run_id","record_id")
);

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

-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "thread_id" UUID,
    "writer_id" UUID NOT NULL,
    "text" TEXT,
    "text_doc" JSONB,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment_edits" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "comment_id" UUID NOT NULL,
    "text" TEXT,
    "text_doc" JSONB,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_edits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment_reactions" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "comment_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_reactions_pkey" PRIMARY KEY ("tenant_id","comment_id","member_id","kind")
);

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
CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "job_title" TEXT,
    "department" TEXT,
    "emails" JSONB,
    "emails_key" TEXT,
    "phones" JSONB,
    "phones_key" TEXT,
    "account_id" UUID,
    "owner_id" UUID,
    "lifecycle" TEXT NOT NULL DEFAULT 'lead',
    "lifecycle_reason" TEXT,
    "lead_source" TEXT,
    "preferred_channel" TEXT,
    "do_not_email" BOOLEAN NOT NULL DEFAULT false,
    "do_not_call" BOOLEAN NOT NULL DEFAULT false,
    "linkedin" TEXT,
    "twitter" TEXT,
    "mailing_address" JSONB,
    "last_contacted_at" TIMESTAMPTZ(3),
    "last_responded_at" TIMESTAMPTZ(3),
    "notes" TEXT,
    "notes_doc" JSONB,
    "external_id" TEXT,
    "external_source" TEXT,
    "next_step" TEXT,
    "next_step_on" DATE,
    "next_step_owner_id" UUID,
    "next_activity" JSONB,
    "next_title" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "next_on" DATE,
    "next_owner_id" UUID,
    "next_line_at" TIMESTAMPTZ(3),
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_up_settings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "lifecycles" TEXT[],

    CONSTRAINT "follow_up_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custom_fields" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "help" TEXT,
    "section" TEXT,
    "position" INTEGER NOT NULL,
    "required" BOOLEAN NOT NULL DEFAULT false,
    "is_unique" BOOLEAN NOT NULL DEFAULT false,
    "initial" JSONB,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "archived_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "purged_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_fields_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tags" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "color" TEXT NOT NULL,
    "category" TEXT,
    "merged_into_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custom_values" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "field" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "text" TEXT COLLATE "C",
    "number" DOUBLE PRECISION,
    "parts" TEXT,

    CONSTRAINT "custom_values_pkey" PRIMARY KEY ("tenant_id","record_id","field","place")
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
    "batch_key" TEXT NOT NULL DEFAULT '',
    "is_first" BOOLEAN,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("tenant_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "events_default" PARTITION OF "events" DEFAULT;

-- CreateTable
CREATE TABLE "event_subjects" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "event_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "batch_key" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "event_subjects_pkey" PRIMARY KEY ("tenant_id","entity","entity_id","batch_key","event_id")
) PARTITION BY RANGE ("event_id");

-- CreateTable
CREATE TABLE "event_subjects_default" PARTITION OF "event_subjects" DEFAULT;

-- CreateTable
CREATE TABLE "event_deliveries" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "event_id" UUID NOT NULL,
    "consumer" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "parked_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_deliveries_pkey" PRIMARY KEY ("tenant_id","event_id","consumer")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "record_exports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "asked_by_id" UUID NOT NULL,
    "asked_key_id" UUID,
    "request_id" TEXT NOT NULL,
    "noun" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "rows_total" INTEGER NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_beyond" INTEGER NOT NULL,
    "size_bytes" BIGINT,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "record_exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "files" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'attachment',
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_versions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "file_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL,
    "size" BIGINT NOT NULL,
    "content_type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "thumbnail_key" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_uploads" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'attachment',
    "file_id" UUID,
    "name" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "storage_key" TEXT NOT NULL,
    "storage_id" TEXT,
    "result_id" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "by_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_upload_parts" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "upload_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "file_upload_parts_pkey" PRIMARY KEY ("tenant_id","upload_id","number")
);

-- CreateTable
CREATE TABLE "stored_deletions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key" TEXT NOT NULL,
    "storage_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_deletions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_usage" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "file_usage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "status" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_key_id" UUID,
    "preview" JSONB,
    "totals" JSONB NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_total" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "units" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "request_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "checked_version" INTEGER,
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
    "status" TEXT NOT NULL,
    "entity" TEXT,
    "needs_object" BOOLEAN NOT NULL DEFAULT false,
    "mixed" BOOLEAN NOT NULL DEFAULT false,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "encoding" TEXT NOT NULL,
    "delimiter" TEXT NOT NULL,
    "header_row" INTEGER,
    "sheet" TEXT,
    "sheets" JSONB NOT NULL DEFAULT '[]',
    "fill_down" JSONB NOT NULL DEFAULT '[]',
    "header_key" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "choices" JSONB NOT NULL,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "brought" JSONB NOT NULL DEFAULT '[]',
    "applied_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "file_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" TEXT[],
    "issue" TEXT,
    "edits" JSONB,
    "skipped" BOOLEAN NOT NULL DEFAULT false,
    "problems" JSONB,
    "same_key" INTEGER[],
    "merged" JSONB,

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
    "row_count" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_changes" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "import_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "names" JSONB NOT NULL,

    CONSTRAINT "import_changes_pkey" PRIMARY KEY ("tenant_id","import_id","entity","record_id")
);

-- CreateTable
CREATE TABLE "import_records" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "import_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "before" JSONB,
    "reverted" TEXT,
    "reason" TEXT,
    "label" TEXT,

    CONSTRAINT "import_records_pkey" PRIMARY KEY ("tenant_id","import_id","entity","record_id")
);

-- CreateTable
CREATE TABLE "import_mappings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "choices" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "job" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 0,
    "run_id" TEXT NOT NULL,
    "event_name" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "retried_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweeps" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sweeps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "due_work" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "job" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "due_work_pkey" PRIMARY KEY ("tenant_id","job")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "user_id" UUID,
    "name" TEXT NOT NULL,
    "name_key" TEXT COLLATE "C" NOT NULL,
    "email" TEXT,
    "email_key" TEXT,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "import_id" UUID,
    "keeps_seat" BOOLEAN NOT NULL DEFAULT false,
    "calendar_id" UUID,
    "last_active_at" TIMESTAMPTZ(3),
    "checklist_closed_at" TIMESTAMPTZ(3),
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
    "token_hash" TEXT,
    "invited_by_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "actor_id" UUID,
    "group_key" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "shown_from" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "shown_before" TIMESTAMPTZ(3),
    "read_before" TIMESTAMPTZ(3),

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preferences" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "wanted" BOOLEAN NOT NULL,

    CONSTRAINT "notification_preferences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_follows" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT 'chosen',

    CONSTRAINT "record_follows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_mails" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "invitation_id" UUID,
    "digest_on" DATE,
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
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "left_out" TEXT,

    CONSTRAINT "notification_mail_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_hours" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "member_id" UUID NOT NULL,
    "quiet" BOOLEAN NOT NULL,
    "digest_at" INTEGER NOT NULL DEFAULT 480,

    CONSTRAINT "notification_hours_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_reminders" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "record_reminders_pkey" PRIMARY KEY ("tenant_id","record_id","member_id","kind","occasion")
);

-- CreateTable
CREATE TABLE "sample_records" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,

    CONSTRAINT "sample_records_pkey" PRIMARY KEY ("tenant_id","record_id")
);

-- CreateTable
CREATE TABLE "opportunities" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT COLLATE "C" NOT NULL,
    "description" TEXT,
    "description_doc" JSONB,
    "account_id" UUID,
    "pipeline_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "rank" TEXT COLLATE "C" NOT NULL,
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
    "next_step" TEXT,
    "next_step_on" DATE,
    "next_step_owner_id" UUID,
    "next_activity" JSONB,
    "next_title" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "next_on" DATE,
    "next_owner_id" UUID,
    "next_line_at" TIMESTAMPTZ(3),
    "service_due_at" TIMESTAMPTZ(3),
    "service_stamp" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

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
CREATE TABLE "opportunity_contacts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "opportunity_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "role" TEXT,
    "stance" TEXT NOT NULL DEFAULT 'neutral',
    "is_primary" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "opportunity_contacts_pkey" PRIMARY KEY ("id")
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
    "service_hours" INTEGER,
    "import_id" UUID,
    "archived_at" TIMESTAMPTZ(3),
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
    "credit_minor" BIGINT NOT NULL DEFAULT 0,
    "pending_change" JSONB,
    "past_due_since" TIMESTAMPTZ(3),
    "stripe_customer_id" TEXT,
    "stripe_subscription_id" TEXT,
    "billing_email" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "card_expires" TEXT,
    "synced_at" TIMESTAMPTZ(3),
    "billing_lease" UUID,
    "billing_leased_until" TIMESTAMPTZ(3),
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
    "set_by_name" TEXT NOT NULL DEFAULT '',
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

-- CreateTable
CREATE TABLE "product_categories" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT,
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "product_categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT COLLATE "C" NOT NULL,
    "sku" TEXT,
    "sku_key" TEXT,
    "description" TEXT,
    "description_doc" JSONB,
    "price_minor" BIGINT,
    "currency" TEXT,
    "category_id" UUID,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "key" TEXT,
    "key_key" TEXT,
    "phase" TEXT NOT NULL DEFAULT 'setup',
    "phase_reason" TEXT,
    "account_id" UUID,
    "owner_id" UUID,
    "members" JSONB,
    "members_key" TEXT,
    "commenters" JSONB,
    "commenters_key" TEXT,
    "completers" JSONB,
    "completers_key" TEXT,
    "type" TEXT,
    "starts_on" DATE,
    "ends_on" DATE,
    "price_minor" BIGINT,
    "price_currency" TEXT,
    "contract" TEXT,
    "tracks_setup" BOOLEAN NOT NULL DEFAULT false,
    "setup_knowledge" BOOLEAN NOT NULL DEFAULT false,
    "setup_testing" BOOLEAN NOT NULL DEFAULT false,
    "setup_live" BOOLEAN NOT NULL DEFAULT false,
    "setup" INTEGER,
    "description" TEXT,
    "description_doc" JSONB,
    "workflow_id" UUID,
    "task_number" INTEGER NOT NULL DEFAULT 0,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_milestones" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "due_on" DATE,
    "amount_minor" BIGINT,
    "bills" TEXT,
    "reached_on" DATE,

    CONSTRAINT "project_milestones_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_items" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "project_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "needed" BOOLEAN NOT NULL DEFAULT false,
    "done" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,

    CONSTRAINT "project_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_links" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "from_entity" TEXT NOT NULL,
    "from_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "to_entity" TEXT NOT NULL,
    "to_id" UUID NOT NULL,
    "data" JSONB,

    CONSTRAINT "record_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_stays" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "record_stays_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mentions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "to_entity" TEXT NOT NULL,
    "to_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mentions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_exits" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "owner_id" UUID,
    "creator_id" UUID,
    "members" JSONB,
    "source_id" UUID,
    "links" JSONB,
    "erased" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "record_exits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_documents" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "owner_id" UUID,
    "archived" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_documents_pkey" PRIMARY KEY ("tenant_id","entity","id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("tenant_id","word")
);

-- CreateTable
CREATE TABLE "search_left_words" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "word" TEXT COLLATE "C" NOT NULL,
    "tries" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "search_left_words_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "record_keys" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "record_id" UUID NOT NULL,

    CONSTRAINT "record_keys_pkey" PRIMARY KEY ("tenant_id","entity","field","key","record_id")
);

-- CreateTable
CREATE TABLE "staff" (
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "staff_events" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "staff_id" UUID,
    "staff_name" TEXT NOT NULL DEFAULT '',
    "workspace_id" UUID,
    "workspace_name" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_access" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mode" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "write" BOOLEAN NOT NULL DEFAULT false,
    "set_by_id" UUID,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "support_access_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_sessions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "staff_id" UUID NOT NULL,
    "staff_name" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "ticket" TEXT NOT NULL,
    "write" BOOLEAN NOT NULL,
    "minutes" INTEGER NOT NULL,
    "by_window" BOOLEAN NOT NULL DEFAULT false,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by_id" UUID,
    "allowed_at" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),
    "session_id" UUID,
    "started_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "end_told_at" TIMESTAMPTZ(3),

    CONSTRAINT "support_sessions_pkey" PRIMARY KEY ("id")
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
CREATE TABLE "sync_rehearsed" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "field" TEXT,
    "ours" JSONB,
    "theirs" JSONB,
    "words" TEXT,

    CONSTRAINT "sync_rehearsed_pkey" PRIMARY KEY ("tenant_id","run_id","position")
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

-- CreateTable
CREATE TABLE "task_statuses" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT 'todo',
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "task_statuses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "key" TEXT,
    "number" INTEGER,
    "rank" TEXT COLLATE "C",
    "project_id" UUID NOT NULL,
    "parent_id" UUID,
    "status_id" UUID,
    "owner_id" UUID,
    "others" JSONB,
    "others_key" TEXT,
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "starts_on" DATE,
    "due_on" DATE,
    "estimate" INTEGER,
    "duration" INTEGER,
    "percent" INTEGER,
    "limit_kind" TEXT NOT NULL DEFAULT 'none',
    "limit_at" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "billable" BOOLEAN NOT NULL DEFAULT true,
    "kind" TEXT NOT NULL DEFAULT 'task',
    "repeats" TEXT,
    "series_id" UUID,
    "occurrence" DATE,
    "description" TEXT,
    "description_doc" JSONB,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_series" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "rule" JSONB NOT NULL,
    "zone" TEXT NOT NULL,
    "start_on" DATE NOT NULL,
    "latest_id" UUID,
    "last_on" DATE NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_items" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "task_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "done" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,

    CONSTRAINT "task_items_pkey" PRIMARY KEY ("id")
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
    "fiscal_year_start" TEXT NOT NULL DEFAULT '01-01',
    "archive_days" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "departures" INTEGER NOT NULL DEFAULT 0,
    "fields_version" INTEGER NOT NULL DEFAULT 0,
    "requires_factor" BOOLEAN NOT NULL DEFAULT false,
    "deletion_due_at" TIMESTAMPTZ(3),
    "deletion_asked_at" TIMESTAMPTZ(3),
    "deletion_asked_by_id" UUID,
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

-- CreateTable
CREATE TABLE "workspace_exports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "asked_by_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "current" TEXT,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "size_bytes" BIGINT,
    "file_parts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_exports_pkey" PRIMARY KEY ("id")
);

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

-- CreateTable
CREATE TABLE "usage_events" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "cost" DECIMAL(20,8) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "member_id" UUID,
    "team_id" UUID,
    "api_key_id" UUID,
    "entity" TEXT,
    "record_id" UUID,

    CONSTRAINT "usage_events_pkey" PRIMARY KEY ("tenant_id","at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "usage_events_default" PARTITION OF "usage_events" DEFAULT;

-- CreateTable
CREATE TABLE "usage_keys" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "meter" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_keys_pkey" PRIMARY KEY ("tenant_id","meter","key")
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

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "noun" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "team_id" UUID,
    "rank" TEXT COLLATE "C" NOT NULL,
    "state" JSONB NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "view_defaults" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "noun" TEXT NOT NULL,
    "member_id" UUID,
    "role" TEXT,
    "view_id" UUID,
    "key" TEXT,

    CONSTRAINT "view_defaults_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflows" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT,
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "workflows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflow_steps" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "workflow_id" UUID NOT NULL,
    "status_id" UUID NOT NULL,
    "note" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "workflow_steps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflow_transitions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "workflow_id" UUID NOT NULL,
    "from_id" UUID,
    "to_id" UUID NOT NULL,
    "who" TEXT NOT NULL DEFAULT 'anyone',
    "checklist_done" BOOLEAN NOT NULL DEFAULT false,
    "filled" TEXT,

    CONSTRAINT "workflow_transitions_pkey" PRIMARY KEY ("id")
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
CREATE INDEX "accounts_tenant_id_type_industry_employees_archived_at_idx" ON "accounts"("tenant_id", "type", "industry", "employees", "archived_at");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_employees_id_idx" ON "accounts"("tenant_id", "employees", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_annual_revenue_minor_id_idx" ON "accounts"("tenant_id", "annual_revenue_minor", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_won_value_most_id_idx" ON "accounts"("tenant_id", "won_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_open_value_most_id_idx" ON "accounts"("tenant_id", "open_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_family_won_value_most_id_idx" ON "accounts"("tenant_id", "family_won_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_family_open_value_most_id_idx" ON "accounts"("tenant_id", "family_open_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_created_at_id_idx" ON "accounts"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_updated_at_id_idx" ON "accounts"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_changed_in_id_idx" ON "accounts"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_custom_shape_idx" ON "accounts"("tenant_id", "custom_shape");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_tenant_id_id_key" ON "accounts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_tenant_id_external_id_key" ON "accounts"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "activities_tenant_id_name_key_id_idx" ON "activities"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_created_at_id_idx" ON "activities"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_updated_at_id_idx" ON "activities"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_changed_in_id_idx" ON "activities"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_custom_shape_idx" ON "activities"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "activities_tenant_id_outcome_id_name_key_id_idx" ON "activities"("tenant_id", "outcome_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_owner_id_name_key_id_idx" ON "activities"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_creator_id_name_key_id_idx" ON "activities"("tenant_id", "creator_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_owner_id_at_id_idx" ON "activities"("tenant_id", "owner_id", "at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_starts_at_id_idx" ON "activities"("tenant_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_due_on_id_idx" ON "activities"("tenant_id", "due_on", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_completed_at_id_idx" ON "activities"("tenant_id", "completed_at", "id");

-- CreateIndex
CREATE INDEX "activities_tenant_id_at_id_idx" ON "activities"("tenant_id", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activities_tenant_id_id_key" ON "activities"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activities_tenant_id_external_id_key" ON "activities"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "activities_tenant_id_series_id_occurrence_key" ON "activities"("tenant_id", "series_id", "occurrence");

-- CreateIndex
CREATE UNIQUE INDEX "activity_series_tenant_id_id_key" ON "activity_series"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_name_key_id_idx" ON "activity_outcomes"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_created_at_id_idx" ON "activity_outcomes"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_updated_at_id_idx" ON "activity_outcomes"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_changed_in_id_idx" ON "activity_outcomes"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_custom_shape_idx" ON "activity_outcomes"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "activity_outcomes_tenant_id_position_id_idx" ON "activity_outcomes"("tenant_id", "position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_outcomes_tenant_id_id_key" ON "activity_outcomes"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_outcomes_tenant_id_external_id_key" ON "activity_outcomes"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_previous_hash_key" ON "api_keys"("previous_hash");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_member_id_idx" ON "api_keys"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_expires_at_idx" ON "api_keys"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_tenant_id_id_key" ON "api_keys"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "api_key_days_tenant_id_day_idx" ON "api_key_days"("tenant_id", "day");

-- CreateIndex
CREATE INDEX "api_key_refusals_tenant_id_at_idx" ON "api_key_refusals"("tenant_id", "at");

-- CreateIndex
CREATE INDEX "idempotency_keys_tenant_id_created_at_idx" ON "idempotency_keys"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_keys_tenant_id_id_key" ON "idempotency_keys"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_keys_tenant_id_member_id_key_key" ON "idempotency_keys"("tenant_id", "member_id", "key");

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
CREATE UNIQUE INDEX "recovery_codes_user_id_code_hash_key" ON "recovery_codes"("user_id", "code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");

-- CreateIndex
CREATE INDEX "passkeys_user_id_idx" ON "passkeys"("user_id");

-- CreateIndex
CREATE INDEX "passkey_challenges_expires_at_idx" ON "passkey_challenges"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "email_changes_old_token_hash_key" ON "email_changes"("old_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "email_changes_new_token_hash_key" ON "email_changes"("new_token_hash");

-- CreateIndex
CREATE INDEX "email_changes_expires_at_idx" ON "email_changes"("expires_at");

-- CreateIndex
CREATE INDEX "identity_events_user_id_at_idx" ON "identity_events"("user_id", "at");

-- CreateIndex
CREATE INDEX "identity_events_at_idx" ON "identity_events"("at");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- CreateIndex
CREATE INDEX "invoices_tenant_id_issued_at_id_idx" ON "invoices"("tenant_id", "issued_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_tenant_id_id_key" ON "invoices"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_tenant_id_stripe_id_key" ON "invoices"("tenant_id", "stripe_id");

-- CreateIndex
CREATE INDEX "billing_events_customer_id_received_at_idx" ON "billing_events"("customer_id", "received_at");

-- CreateIndex
CREATE INDEX "billing_events_received_at_idx" ON "billing_events"("received_at");

-- CreateIndex
CREATE INDEX "bulk_runs_tenant_id_asked_by_id_created_at_id_idx" ON "bulk_runs"("tenant_id", "asked_by_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "bulk_runs_tenant_id_created_at_idx" ON "bulk_runs"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_runs_tenant_id_id_key" ON "bulk_runs"("tenant_id", "id");

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
CREATE INDEX "comments_tenant_id_record_id_created_at_id_idx" ON "comments"("tenant_id", "record_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_thread_id_created_at_id_idx" ON "comments"("tenant_id", "thread_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_writer_id_idx" ON "comments"("tenant_id", "writer_id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_deleted_by_id_idx" ON "comments"("tenant_id", "deleted_by_id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_resolved_by_id_idx" ON "comments"("tenant_id", "resolved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "comments_tenant_id_id_key" ON "comments"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "comment_edits_tenant_id_comment_id_replaced_at_id_idx" ON "comment_edits"("tenant_id", "comment_id", "replaced_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "comment_edits_tenant_id_id_key" ON "comment_edits"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "comment_reactions_tenant_id_member_id_idx" ON "comment_reactions"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "connections_tenant_id_connected_by_id_idx" ON "connections"("tenant_id", "connected_by_id");

-- CreateIndex
CREATE INDEX "connections_account_id_provider_idx" ON "connections"("account_id", "provider");

-- CreateIndex
CREATE UNIQUE INDEX "connections_tenant_id_id_key" ON "connections"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "connections_tenant_id_provider_key" ON "connections"("tenant_id", "provider");

-- CreateIndex
CREATE INDEX "connection_revocations_tenant_id_next_try_at_idx" ON "connection_revocations"("tenant_id", "next_try_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_revocations_tenant_id_id_key" ON "connection_revocations"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "connection_requests_tenant_id_member_id_idx" ON "connection_requests"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "connection_requests_tenant_id_expires_at_idx" ON "connection_requests"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_requests_tenant_id_id_key" ON "connection_requests"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_name_key_id_idx" ON "contacts"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_created_at_id_idx" ON "contacts"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_next_at_id_idx" ON "contacts"("tenant_id", "next_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_updated_at_id_idx" ON "contacts"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_changed_in_id_idx" ON "contacts"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_account_id_name_key_id_idx" ON "contacts"("tenant_id", "account_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_lifecycle_name_key_id_idx" ON "contacts"("tenant_id", "lifecycle", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_owner_id_name_key_id_idx" ON "contacts"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_last_contacted_at_id_idx" ON "contacts"("tenant_id", "last_contacted_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_last_responded_at_id_idx" ON "contacts"("tenant_id", "last_responded_at", "id");

-- CreateIndex
CREATE INDEX "contacts_tenant_id_custom_shape_idx" ON "contacts"("tenant_id", "custom_shape");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_tenant_id_id_key" ON "contacts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_tenant_id_external_id_key" ON "contacts"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "follow_up_settings_tenant_id_key" ON "follow_up_settings"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "follow_up_settings_tenant_id_id_key" ON "follow_up_settings"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_tenant_id_id_key" ON "custom_fields"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_tenant_id_entity_key_key" ON "custom_fields"("tenant_id", "entity", "key");

-- CreateIndex
CREATE UNIQUE INDEX "tags_tenant_id_id_key" ON "tags"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tags_tenant_id_name_key_key" ON "tags"("tenant_id", "name_key");

-- CreateIndex
CREATE INDEX "custom_values_tenant_id_field_text_record_id_idx" ON "custom_values"("tenant_id", "field", "text", "record_id");

-- CreateIndex
CREATE INDEX "custom_values_tenant_id_field_number_record_id_idx" ON "custom_values"("tenant_id", "field", "number", "record_id");

-- CreateIndex
CREATE INDEX "events_tenant_id_entity_entity_id_batch_key_id_idx" ON "events"("tenant_id", "entity", "entity_id", "batch_key", "id");

-- CreateIndex
CREATE INDEX "events_tenant_id_actor_member_id_id_idx" ON "events"("tenant_id", "actor_member_id", "id");

-- CreateIndex
CREATE INDEX "events_tenant_id_name_id_idx" ON "events"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "event_subjects_tenant_id_event_id_idx" ON "event_subjects"("tenant_id", "event_id");

-- CreateIndex
CREATE INDEX "privacy_requests_tenant_id_entity_id_idx" ON "privacy_requests"("tenant_id", "entity_id");

-- CreateIndex
CREATE INDEX "record_exports_tenant_id_asked_by_id_created_at_id_idx" ON "record_exports"("tenant_id", "asked_by_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "record_exports_tenant_id_expires_at_idx" ON "record_exports"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "record_exports_tenant_id_id_key" ON "record_exports"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "files_tenant_id_record_id_id_idx" ON "files"("tenant_id", "record_id", "id");

-- CreateIndex
CREATE INDEX "files_tenant_id_by_id_idx" ON "files"("tenant_id", "by_id");

-- CreateIndex
CREATE UNIQUE INDEX "files_tenant_id_id_key" ON "files"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "file_versions_tenant_id_by_id_idx" ON "file_versions"("tenant_id", "by_id");

-- CreateIndex
CREATE UNIQUE INDEX "file_versions_tenant_id_id_key" ON "file_versions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "file_versions_tenant_id_file_id_number_key" ON "file_versions"("tenant_id", "file_id", "number");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_by_id_id_idx" ON "file_uploads"("tenant_id", "by_id", "id");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_record_id_idx" ON "file_uploads"("tenant_id", "record_id");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_file_id_idx" ON "file_uploads"("tenant_id", "file_id");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_expires_at_idx" ON "file_uploads"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "file_uploads_tenant_id_id_key" ON "file_uploads"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "stored_deletions_tenant_id_due_at_idx" ON "stored_deletions"("tenant_id", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "stored_deletions_tenant_id_id_key" ON "stored_deletions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "file_usage_tenant_id_id_key" ON "file_usage"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "file_usage_tenant_id_key" ON "file_usage"("tenant_id");

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
CREATE INDEX "import_files_tenant_id_header_key_id_idx" ON "import_files"("tenant_id", "header_key", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_files_tenant_id_id_key" ON "import_files"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "import_batches_tenant_id_import_id_status_number_idx" ON "import_batches"("tenant_id", "import_id", "status", "number");

-- CreateIndex
CREATE UNIQUE INDEX "import_batches_tenant_id_id_key" ON "import_batches"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_batches_tenant_id_import_id_phase_number_key" ON "import_batches"("tenant_id", "import_id", "phase", "number", "from_line");

-- CreateIndex
CREATE INDEX "import_changes_tenant_id_import_id_file_id_line_record_id_idx" ON "import_changes"("tenant_id", "import_id", "file_id", "line", "record_id");

-- CreateIndex
CREATE INDEX "import_mappings_tenant_id_created_by_id_idx" ON "import_mappings"("tenant_id", "created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_mappings_tenant_id_id_key" ON "import_mappings"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_mappings_tenant_id_name_key_key" ON "import_mappings"("tenant_id", "name_key");

-- CreateIndex
CREATE INDEX "job_runs_tenant_id_started_at_id_idx" ON "job_runs"("tenant_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "job_runs_tenant_id_status_finished_at_idx" ON "job_runs"("tenant_id", "status", "finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_runs_tenant_id_id_key" ON "job_runs"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "job_runs_tenant_id_event_id_job_round_key" ON "job_runs"("tenant_id", "event_id", "job", "round");

-- CreateIndex
CREATE UNIQUE INDEX "sweeps_tenant_id_id_key" ON "sweeps"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sweeps_tenant_id_job_slot_key" ON "sweeps"("tenant_id", "job", "slot");

-- CreateIndex
CREATE INDEX "due_work_at_idx" ON "due_work"("at");

-- CreateIndex
CREATE INDEX "members_tenant_id_name_key_id_idx" ON "members"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_created_at_id_idx" ON "members"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_status_created_at_id_idx" ON "members"("tenant_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_updated_at_id_idx" ON "members"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "members_tenant_id_calendar_id_idx" ON "members"("tenant_id", "calendar_id");

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
CREATE INDEX "notifications_tenant_id_member_id_shown_from_id_idx" ON "notifications"("tenant_id", "member_id", "shown_from", "id");

-- CreateIndex
CREATE INDEX "notifications_tenant_id_event_id_idx" ON "notifications"("tenant_id", "event_id");

-- CreateIndex
CREATE INDEX "notifications_tenant_id_actor_id_idx" ON "notifications"("tenant_id", "actor_id");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_tenant_id_id_key" ON "notifications"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_tenant_id_member_id_event_id_type_key" ON "notifications"("tenant_id", "member_id", "event_id", "type");

-- CreateIndex
CREATE UNIQUE INDEX "notification_preferences_tenant_id_id_key" ON "notification_preferences"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_preferences_tenant_id_member_id_type_channel_key" ON "notification_preferences"("tenant_id", "member_id", "type", "channel");

-- CreateIndex
CREATE INDEX "record_follows_tenant_id_entity_record_id_idx" ON "record_follows"("tenant_id", "entity", "record_id");

-- CreateIndex
CREATE UNIQUE INDEX "record_follows_tenant_id_id_key" ON "record_follows"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "record_follows_tenant_id_member_id_entity_record_id_key" ON "record_follows"("tenant_id", "member_id", "entity", "record_id");

-- CreateIndex
CREATE INDEX "notification_mails_tenant_id_invitation_id_idx" ON "notification_mails"("tenant_id", "invitation_id");

-- CreateIndex
CREATE INDEX "notification_mails_tenant_id_created_at_id_idx" ON "notification_mails"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "notification_mails_tenant_id_finished_at_idx" ON "notification_mails"("tenant_id", "finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mails_tenant_id_id_key" ON "notification_mails"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mails_tenant_id_member_id_open_key_key" ON "notification_mails"("tenant_id", "member_id", "open_key");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mails_tenant_id_member_id_digest_on_key" ON "notification_mails"("tenant_id", "member_id", "digest_on");

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

-- CreateIndex
CREATE INDEX "record_reminders_tenant_id_member_id_idx" ON "record_reminders"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_name_key_id_idx" ON "opportunities"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_account_id_created_at_id_idx" ON "opportunities"("tenant_id", "account_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_owner_id_created_at_id_idx" ON "opportunities"("tenant_id", "owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_stage_id_actual_close_date_id_idx" ON "opportunities"("tenant_id", "stage_id", "actual_close_date", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_status_created_at_id_idx" ON "opportunities"("tenant_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_amount_minor_id_idx" ON "opportunities"("tenant_id", "amount_minor", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_expected_close_date_id_idx" ON "opportunities"("tenant_id", "expected_close_date", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_actual_close_date_id_idx" ON "opportunities"("tenant_id", "actual_close_date", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_created_at_id_idx" ON "opportunities"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_next_at_id_idx" ON "opportunities"("tenant_id", "next_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_next_step_on_id_idx" ON "opportunities"("tenant_id", "next_step_on", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_service_due_at_id_idx" ON "opportunities"("tenant_id", "service_due_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_updated_at_id_idx" ON "opportunities"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_changed_in_id_idx" ON "opportunities"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_stage_entered_at_id_idx" ON "opportunities"("tenant_id", "stage_entered_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_competitor_id_idx" ON "opportunities"("tenant_id", "competitor_id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_custom_shape_idx" ON "opportunities"("tenant_id", "custom_shape");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_id_key" ON "opportunities"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_external_id_key" ON "opportunities"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_tenant_id_stage_id_rank_key" ON "opportunities"("tenant_id", "stage_id", "rank");

-- CreateIndex
CREATE INDEX "opportunity_lines_tenant_id_opportunity_id_position_idx" ON "opportunity_lines"("tenant_id", "opportunity_id", "position");

-- CreateIndex
CREATE INDEX "opportunity_lines_tenant_id_product_id_idx" ON "opportunity_lines"("tenant_id", "product_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_lines_tenant_id_id_key" ON "opportunity_lines"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "opportunity_contacts_tenant_id_contact_id_opportunity_id_idx" ON "opportunity_contacts"("tenant_id", "contact_id", "opportunity_id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_contacts_tenant_id_id_key" ON "opportunity_contacts"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_contacts_tenant_id_opportunity_id_contact_id_key" ON "opportunity_contacts"("tenant_id", "opportunity_id", "contact_id");

-- CreateIndex
CREATE INDEX "stage_entries_tenant_id_stage_id_idx" ON "stage_entries"("tenant_id", "stage_id");

-- CreateIndex
CREATE INDEX "stage_entries_tenant_id_actor_id_idx" ON "stage_entries"("tenant_id", "actor_id");

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

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_name_key_id_idx" ON "product_categories"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_position_id_idx" ON "product_categories"("tenant_id", "position", "id");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_created_at_id_idx" ON "product_categories"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_updated_at_id_idx" ON "product_categories"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_changed_in_id_idx" ON "product_categories"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_custom_shape_idx" ON "product_categories"("tenant_id", "custom_shape");

-- CreateIndex
CREATE UNIQUE INDEX "product_categories_tenant_id_id_key" ON "product_categories"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "product_categories_tenant_id_external_id_key" ON "product_categories"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "products_tenant_id_name_key_id_idx" ON "products"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_price_minor_id_idx" ON "products"("tenant_id", "price_minor", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_category_id_name_key_id_idx" ON "products"("tenant_id", "category_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_created_at_id_idx" ON "products"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_updated_at_id_idx" ON "products"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_changed_in_id_idx" ON "products"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_custom_shape_idx" ON "products"("tenant_id", "custom_shape");

-- CreateIndex
CREATE UNIQUE INDEX "products_tenant_id_id_key" ON "products"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "products_tenant_id_external_id_key" ON "products"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "products_tenant_id_sku_key_key" ON "products"("tenant_id", "sku_key");

-- CreateIndex
CREATE INDEX "projects_tenant_id_name_key_id_idx" ON "projects"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_phase_name_key_id_idx" ON "projects"("tenant_id", "phase", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_created_at_id_idx" ON "projects"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_updated_at_id_idx" ON "projects"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_changed_in_id_idx" ON "projects"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_custom_shape_idx" ON "projects"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "projects_tenant_id_account_id_name_key_id_idx" ON "projects"("tenant_id", "account_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_owner_id_name_key_id_idx" ON "projects"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_workflow_id_name_key_id_idx" ON "projects"("tenant_id", "workflow_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_starts_on_id_idx" ON "projects"("tenant_id", "starts_on", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_ends_on_id_idx" ON "projects"("tenant_id", "ends_on", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_price_minor_id_idx" ON "projects"("tenant_id", "price_minor", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_setup_id_idx" ON "projects"("tenant_id", "setup", "id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_id_key" ON "projects"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_external_id_key" ON "projects"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_key_key_key" ON "projects"("tenant_id", "key_key");

-- CreateIndex
CREATE INDEX "project_milestones_tenant_id_project_id_idx" ON "project_milestones"("tenant_id", "project_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_milestones_tenant_id_id_key" ON "project_milestones"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "project_items_tenant_id_project_id_position_idx" ON "project_items"("tenant_id", "project_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "project_items_tenant_id_id_key" ON "project_items"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "record_links_tenant_id_to_id_field_from_id_idx" ON "record_links"("tenant_id", "to_id", "field", "from_id");

-- CreateIndex
CREATE UNIQUE INDEX "record_links_tenant_id_id_key" ON "record_links"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "record_links_tenant_id_from_id_field_to_id_key" ON "record_links"("tenant_id", "from_id", "field", "to_id");

-- CreateIndex
CREATE INDEX "record_stays_tenant_id_record_id_entered_at_idx" ON "record_stays"("tenant_id", "record_id", "entered_at");

-- CreateIndex
CREATE UNIQUE INDEX "record_stays_tenant_id_id_key" ON "record_stays"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "mentions_tenant_id_to_id_idx" ON "mentions"("tenant_id", "to_id");

-- CreateIndex
CREATE UNIQUE INDEX "mentions_tenant_id_id_key" ON "mentions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mentions_tenant_id_record_id_field_to_id_key" ON "mentions"("tenant_id", "record_id", "field", "to_id");

-- CreateIndex
CREATE INDEX "record_exits_tenant_id_entity_changed_in_id_idx" ON "record_exits"("tenant_id", "entity", "changed_in", "id");

-- CreateIndex
CREATE INDEX "record_exits_tenant_id_record_id_idx" ON "record_exits"("tenant_id", "record_id");

-- CreateIndex
CREATE INDEX "record_exits_tenant_id_at_idx" ON "record_exits"("tenant_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "record_exits_tenant_id_id_key" ON "record_exits"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "search_documents_tenant_id_entity_owner_id_idx" ON "search_documents"("tenant_id", "entity", "owner_id");

-- CreateIndex
CREATE INDEX "search_left_words_tenant_id_tries_id_idx" ON "search_left_words"("tenant_id", "tries", "id");

-- CreateIndex
CREATE INDEX "record_keys_tenant_id_record_id_idx" ON "record_keys"("tenant_id", "record_id");

-- CreateIndex
CREATE INDEX "staff_events_at_id_idx" ON "staff_events"("at", "id");

-- CreateIndex
CREATE INDEX "staff_events_workspace_id_at_idx" ON "staff_events"("workspace_id", "at");

-- CreateIndex
CREATE INDEX "staff_events_staff_id_at_idx" ON "staff_events"("staff_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "support_access_tenant_id_key" ON "support_access"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "support_access_tenant_id_id_key" ON "support_access"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "support_sessions_tenant_id_asked_at_id_idx" ON "support_sessions"("tenant_id", "asked_at", "id");

-- CreateIndex
CREATE INDEX "support_sessions_tenant_id_member_id_idx" ON "support_sessions"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "support_sessions_tenant_id_decided_by_id_idx" ON "support_sessions"("tenant_id", "decided_by_id");

-- CreateIndex
CREATE INDEX "support_sessions_staff_id_asked_at_idx" ON "support_sessions"("staff_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "support_sessions_tenant_id_id_key" ON "support_sessions"("tenant_id", "id");

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
CREATE INDEX "sync_changes_tenant_id_object_id_decided_by_id_idx" ON "sync_changes"("tenant_id", "object_id", "decided_by", "id");

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
CREATE INDEX "sync_rehearsed_tenant_id_run_id_outcome_side_position_idx" ON "sync_rehearsed"("tenant_id", "run_id", "outcome", "side", "position");

-- CreateIndex
CREATE INDEX "sync_inbox_tenant_id_connection_id_entity_handled_at_idx" ON "sync_inbox"("tenant_id", "connection_id", "entity", "handled_at");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_name_key_id_idx" ON "task_statuses"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_created_at_id_idx" ON "task_statuses"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_updated_at_id_idx" ON "task_statuses"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_changed_in_id_idx" ON "task_statuses"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_custom_shape_idx" ON "task_statuses"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_position_id_idx" ON "task_statuses"("tenant_id", "position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "task_statuses_tenant_id_id_key" ON "task_statuses"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "task_statuses_tenant_id_external_id_key" ON "task_statuses"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_name_key_id_idx" ON "tasks"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_created_at_id_idx" ON "tasks"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_updated_at_id_idx" ON "tasks"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_changed_in_id_idx" ON "tasks"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_custom_shape_idx" ON "tasks"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_project_id_name_key_id_idx" ON "tasks"("tenant_id", "project_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_parent_id_name_key_id_idx" ON "tasks"("tenant_id", "parent_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_status_id_name_key_id_idx" ON "tasks"("tenant_id", "status_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_owner_id_name_key_id_idx" ON "tasks"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_number_id_idx" ON "tasks"("tenant_id", "number", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_rank_id_idx" ON "tasks"("tenant_id", "rank", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_project_id_rank_id_idx" ON "tasks"("tenant_id", "project_id", "rank", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_project_id_number_id_idx" ON "tasks"("tenant_id", "project_id", "number", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_starts_on_id_idx" ON "tasks"("tenant_id", "starts_on", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_due_on_id_idx" ON "tasks"("tenant_id", "due_on", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_estimate_id_idx" ON "tasks"("tenant_id", "estimate", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_completed_at_id_idx" ON "tasks"("tenant_id", "completed_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_id_key" ON "tasks"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_key_key" ON "tasks"("tenant_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_external_id_key" ON "tasks"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_series_id_occurrence_key" ON "tasks"("tenant_id", "series_id", "occurrence");

-- CreateIndex
CREATE UNIQUE INDEX "task_series_tenant_id_id_key" ON "task_series"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "task_items_tenant_id_task_id_position_idx" ON "task_items"("tenant_id", "task_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "task_items_tenant_id_id_key" ON "task_items"("tenant_id", "id");

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
CREATE INDEX "tenants_created_at_id_idx" ON "tenants"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "visibility_settings_tenant_id_id_key" ON "visibility_settings"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "visibility_settings_tenant_id_entity_key" ON "visibility_settings"("tenant_id", "entity");

-- CreateIndex
CREATE INDEX "workspace_exports_tenant_id_created_at_id_idx" ON "workspace_exports"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "workspace_exports_tenant_id_asked_by_id_idx" ON "workspace_exports"("tenant_id", "asked_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_exports_tenant_id_id_key" ON "workspace_exports"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "join_domains_domain_idx" ON "join_domains"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "join_domains_tenant_id_id_key" ON "join_domains"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "join_domains_tenant_id_domain_key" ON "join_domains"("tenant_id", "domain");

-- CreateIndex
CREATE INDEX "usage_events_tenant_id_meter_at_id_idx" ON "usage_events"("tenant_id", "meter", "at", "id");

-- CreateIndex
CREATE INDEX "usage_keys_tenant_id_at_idx" ON "usage_keys"("tenant_id", "at");

-- CreateIndex
CREATE INDEX "usage_sendings_tenant_id_state_hour_idx" ON "usage_sendings"("tenant_id", "state", "hour");

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

-- CreateIndex
CREATE INDEX "saved_views_tenant_id_noun_owner_id_rank_id_idx" ON "saved_views"("tenant_id", "noun", "owner_id", "rank", "id");

-- CreateIndex
CREATE INDEX "saved_views_tenant_id_owner_id_idx" ON "saved_views"("tenant_id", "owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_tenant_id_id_key" ON "saved_views"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "view_defaults_tenant_id_view_id_idx" ON "view_defaults"("tenant_id", "view_id");

-- CreateIndex
CREATE UNIQUE INDEX "view_defaults_tenant_id_id_key" ON "view_defaults"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "view_defaults_tenant_id_member_id_noun_key" ON "view_defaults"("tenant_id", "member_id", "noun");

-- CreateIndex
CREATE UNIQUE INDEX "view_defaults_tenant_id_role_noun_key" ON "view_defaults"("tenant_id", "role", "noun");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_name_key_id_idx" ON "workflows"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_created_at_id_idx" ON "workflows"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_updated_at_id_idx" ON "workflows"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_changed_in_id_idx" ON "workflows"("tenant_id", "changed_in", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_custom_shape_idx" ON "workflows"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_position_id_idx" ON "workflows"("tenant_id", "position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_tenant_id_id_key" ON "workflows"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_tenant_id_external_id_key" ON "workflows"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "workflow_steps_tenant_id_workflow_id_position_idx" ON "workflow_steps"("tenant_id", "workflow_id", "position");

-- CreateIndex
CREATE INDEX "workflow_steps_tenant_id_status_id_idx" ON "workflow_steps"("tenant_id", "status_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_steps_tenant_id_id_key" ON "workflow_steps"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "workflow_transitions_tenant_id_workflow_id_idx" ON "workflow_transitions"("tenant_id", "workflow_id");

-- CreateIndex
CREATE INDEX "workflow_transitions_tenant_id_from_id_idx" ON "workflow_transitions"("tenant_id", "from_id");

-- CreateIndex
CREATE INDEX "workflow_transitions_tenant_id_to_id_idx" ON "workflow_transitions"("tenant_id", "to_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_transitions_tenant_id_id_key" ON "workflow_transitions"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_outcome_id_fkey" FOREIGN KEY ("tenant_id", "outcome_id") REFERENCES "activity_outcomes"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_creator_id_fkey" FOREIGN KEY ("tenant_id", "creator_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_series_id_fkey" FOREIGN KEY ("tenant_id", "series_id") REFERENCES "activity_series"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_series" ADD CONSTRAINT "activity_series_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_outcomes" ADD CONSTRAINT "activity_outcomes_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_days" ADD CONSTRAINT "api_key_days_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_days" ADD CONSTRAINT "api_key_days_tenant_id_key_id_fkey" FOREIGN KEY ("tenant_id", "key_id") REFERENCES "api_keys"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_refusals" ADD CONSTRAINT "api_key_refusals_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_refusals" ADD CONSTRAINT "api_key_refusals_tenant_id_key_id_fkey" FOREIGN KEY ("tenant_id", "key_id") REFERENCES "api_keys"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_tokens" ADD CONSTRAINT "auth_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "totp_secrets" ADD CONSTRAINT "totp_secrets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "bulk_runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "calendars"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_tenant_id_calendar_id_fkey" FOREIGN KEY ("tenant_id", "calendar_id") REFERENCES "calendars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_thread_id_fkey" FOREIGN KEY ("tenant_id", "thread_id") REFERENCES "comments"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_writer_id_fkey" FOREIGN KEY ("tenant_id", "writer_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_deleted_by_id_fkey" FOREIGN KEY ("tenant_id", "deleted_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_resolved_by_id_fkey" FOREIGN KEY ("tenant_id", "resolved_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_edits" ADD CONSTRAINT "comment_edits_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_edits" ADD CONSTRAINT "comment_edits_tenant_id_comment_id_fkey" FOREIGN KEY ("tenant_id", "comment_id") REFERENCES "comments"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_reactions" ADD CONSTRAINT "comment_reactions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_reactions" ADD CONSTRAINT "comment_reactions_tenant_id_comment_id_fkey" FOREIGN KEY ("tenant_id", "comment_id") REFERENCES "comments"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_reactions" ADD CONSTRAINT "comment_reactions_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_tenant_id_connected_by_id_fkey" FOREIGN KEY ("tenant_id", "connected_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_secrets" ADD CONSTRAINT "connection_secrets_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_revocations" ADD CONSTRAINT "connection_revocations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_requests" ADD CONSTRAINT "connection_requests_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_requests" ADD CONSTRAINT "connection_requests_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_budgets" ADD CONSTRAINT "connection_budgets_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_next_step_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_step_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_next_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up_settings" ADD CONSTRAINT "follow_up_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_fields" ADD CONSTRAINT "custom_fields_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tags" ADD CONSTRAINT "tags_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_subjects" ADD CONSTRAINT "event_subjects_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_deliveries" ADD CONSTRAINT "event_deliveries_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "privacy_requests" ADD CONSTRAINT "privacy_requests_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_exports" ADD CONSTRAINT "record_exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_exports" ADD CONSTRAINT "record_exports_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_tenant_id_by_id_fkey" FOREIGN KEY ("tenant_id", "by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_versions" ADD CONSTRAINT "file_versions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_versions" ADD CONSTRAINT "file_versions_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_versions" ADD CONSTRAINT "file_versions_tenant_id_by_id_fkey" FOREIGN KEY ("tenant_id", "by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_uploads" ADD CONSTRAINT "file_uploads_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_uploads" ADD CONSTRAINT "file_uploads_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_uploads" ADD CONSTRAINT "file_uploads_tenant_id_by_id_fkey" FOREIGN KEY ("tenant_id", "by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_upload_parts" ADD CONSTRAINT "file_upload_parts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_upload_parts" ADD CONSTRAINT "file_upload_parts_tenant_id_upload_id_fkey" FOREIGN KEY ("tenant_id", "upload_id") REFERENCES "file_uploads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_deletions" ADD CONSTRAINT "stored_deletions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_usage" ADD CONSTRAINT "file_usage_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "import_files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "import_files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_records" ADD CONSTRAINT "import_records_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "due_work" ADD CONSTRAINT "due_work_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_tenant_id_calendar_id_fkey" FOREIGN KEY ("tenant_id", "calendar_id") REFERENCES "calendars"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_actor_id_fkey" FOREIGN KEY ("tenant_id", "actor_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_follows" ADD CONSTRAINT "record_follows_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_follows" ADD CONSTRAINT "record_follows_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mails" ADD CONSTRAINT "notification_mails_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mails" ADD CONSTRAINT "notification_mails_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mails" ADD CONSTRAINT "notification_mails_tenant_id_invitation_id_fkey" FOREIGN KEY ("tenant_id", "invitation_id") REFERENCES "invitations"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- AddForeignKey
ALTER TABLE "record_reminders" ADD CONSTRAINT "record_reminders_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_reminders" ADD CONSTRAINT "record_reminders_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_records" ADD CONSTRAINT "sample_records_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_next_step_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_step_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_next_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_lines" ADD CONSTRAINT "opportunity_lines_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_lines" ADD CONSTRAINT "opportunity_lines_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_lines" ADD CONSTRAINT "opportunity_lines_tenant_id_product_id_fkey" FOREIGN KEY ("tenant_id", "product_id") REFERENCES "products"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_contacts" ADD CONSTRAINT "opportunity_contacts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_contacts" ADD CONSTRAINT "opportunity_contacts_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "opportunities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_contacts" ADD CONSTRAINT "opportunity_contacts_tenant_id_contact_id_fkey" FOREIGN KEY ("tenant_id", "contact_id") REFERENCES "contacts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_modules" ADD CONSTRAINT "tenant_modules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entitlement_overrides" ADD CONSTRAINT "entitlement_overrides_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "limit_notices" ADD CONSTRAINT "limit_notices_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_categories" ADD CONSTRAINT "product_categories_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_tenant_id_category_id_fkey" FOREIGN KEY ("tenant_id", "category_id") REFERENCES "product_categories"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_milestones" ADD CONSTRAINT "project_milestones_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_milestones" ADD CONSTRAINT "project_milestones_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_items" ADD CONSTRAINT "project_items_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_items" ADD CONSTRAINT "project_items_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_links" ADD CONSTRAINT "record_links_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_stays" ADD CONSTRAINT "record_stays_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_exits" ADD CONSTRAINT "record_exits_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_words" ADD CONSTRAINT "search_words_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_left_words" ADD CONSTRAINT "search_left_words_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record_keys" ADD CONSTRAINT "record_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_access" ADD CONSTRAINT "support_access_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_access" ADD CONSTRAINT "support_access_tenant_id_set_by_id_fkey" FOREIGN KEY ("tenant_id", "set_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_tenant_id_decided_by_id_fkey" FOREIGN KEY ("tenant_id", "decided_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
ALTER TABLE "sync_rehearsed" ADD CONSTRAINT "sync_rehearsed_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "sync_runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_inbox" ADD CONSTRAINT "sync_inbox_tenant_id_connection_id_fkey" FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connections"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_erased" ADD CONSTRAINT "sync_erased_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_statuses" ADD CONSTRAINT "task_statuses_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "projects"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "tasks"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_status_id_fkey" FOREIGN KEY ("tenant_id", "status_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_series_id_fkey" FOREIGN KEY ("tenant_id", "series_id") REFERENCES "task_series"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_series" ADD CONSTRAINT "task_series_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_items" ADD CONSTRAINT "task_items_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_items" ADD CONSTRAINT "task_items_tenant_id_task_id_fkey" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- AddForeignKey
ALTER TABLE "workspace_exports" ADD CONSTRAINT "workspace_exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspace_exports" ADD CONSTRAINT "workspace_exports_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_domains" ADD CONSTRAINT "join_domains_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_domains" ADD CONSTRAINT "join_domains_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_keys" ADD CONSTRAINT "usage_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_hours" ADD CONSTRAINT "usage_hours_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_sendings" ADD CONSTRAINT "usage_sendings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_tenant_id_view_id_fkey" FOREIGN KEY ("tenant_id", "view_id") REFERENCES "saved_views"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflows" ADD CONSTRAINT "workflows_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_steps" ADD CONSTRAINT "workflow_steps_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_steps" ADD CONSTRAINT "workflow_steps_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_steps" ADD CONSTRAINT "workflow_steps_tenant_id_status_id_fkey" FOREIGN KEY ("tenant_id", "status_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_from_id_fkey" FOREIGN KEY ("tenant_id", "from_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_to_id_fkey" FOREIGN KEY ("tenant_id", "to_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
