-- What the models cannot say: checks, and indexes of some rows or of expressions.
-- Closed vocabularies are text with a check: the equality of enum types is not leakproof and loses its index under
-- row-level security.

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_type_check" CHECK ("type" IN ('prospect', 'customer', 'partner', 'competitor', 'churned', 'other'));
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_parent_check" CHECK ("parent_id" <> "id");
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_revenue_check" CHECK (("annual_revenue_minor" IS NULL) = ("currency" IS NULL));
-- The list of archived records, here and in other tables: they are few, and it is found without reading past all others.
CREATE INDEX "accounts_archived_idx" ON "accounts" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

CREATE INDEX "activities_archived_idx" ON "activities" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
-- The reminders that are due, and the next one.
CREATE INDEX "activities_remind_idx" ON "activities" ("tenant_id", "remind_at", "id") WHERE "remind_at" IS NOT NULL AND "archived_at" IS NULL;
-- The agenda of a member: activities that are still to be done, at a time or on a day, the earliest first.
CREATE INDEX "activities_agenda_idx" ON "activities" ("tenant_id", "owner_id", "at", "id")
  WHERE "status" IN ('planned', 'in_progress') AND "archived_at" IS NULL AND ("starts_at" IS NOT NULL OR "due_on" IS NOT NULL);
-- Lists of activities that are still to be done: without it, they are looked for among all that are over.
CREATE INDEX "activities_open_idx" ON "activities" ("tenant_id", "at", "id") WHERE "status" IN ('planned', 'in_progress') AND "archived_at" IS NULL;
-- Activities that take longer than a day: a calendar finds those that began before its span.
CREATE INDEX "activities_long_idx" ON "activities" ("tenant_id", "owner_id", "at", "id") WHERE "duration" > 1440 AND "archived_at" IS NULL;

CREATE INDEX "activity_outcomes_archived_idx" ON "activity_outcomes" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

-- The series whose next activity is to be made.
CREATE INDEX "activity_series_next_idx" ON "activity_series" ("tenant_id", "next_at", "id") WHERE "next_at" IS NOT NULL;

ALTER TABLE "auth_tokens" ADD CONSTRAINT "auth_tokens_purpose_check" CHECK ("purpose" IN ('verify', 'reset'));

-- Webhooks that are still to be processed: few, among all that are kept.
CREATE INDEX "billing_events_waiting_idx" ON "billing_events" ("received_at") WHERE "processed_at" IS NULL;

-- One budget in force for each kind and scope.
CREATE UNIQUE INDEX "budgets_one_in_force_key" ON "budgets" ("tenant_id", "kind", "scope", "team_id", "member_id")
NULLS NOT DISTINCT WHERE "archived_at" IS NULL;

ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_state_check" CHECK ("state" IN ('waiting', 'changed', 'skipped', 'failed', 'undone', 'kept'));
-- The records to be listed are few among those that were changed.
CREATE INDEX "bulk_run_rows_problems_idx" ON "bulk_run_rows" ("tenant_id", "run_id", "state", "record_id") WHERE "state" IN ('failed', 'kept');

ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_status_check" CHECK ("status" IN ('collecting', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone'));

-- A workspace has one calendar of its own.
CREATE UNIQUE INDEX "calendars_workspace_key" ON "calendars" ("tenant_id") WHERE "kind" = 'workspace';

-- A deleted comment has no text left, and only the first comment of a thread is resolved.
ALTER TABLE "comments" ADD CONSTRAINT "comments_deleted_check" CHECK ("deleted_at" IS NULL OR ("text" IS NULL AND "text_doc" IS NULL));
ALTER TABLE "comments" ADD CONSTRAINT "comments_resolved_check" CHECK ("resolved_at" IS NULL OR "thread_id" IS NULL);

CREATE INDEX "contacts_archived_idx" ON "contacts" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
-- Contacts that wait for a next step, for each owner.
CREATE INDEX "contacts_follow_up_idx" ON "contacts" ("tenant_id", "owner_id", "next_at") WHERE "archived_at" IS NULL;
-- The deletion of a member looks for their next steps, here and in opportunities.
CREATE INDEX "contacts_next_step_owner_idx" ON "contacts" ("tenant_id", "next_step_owner_id") WHERE "next_step_owner_id" IS NOT NULL;
CREATE INDEX "contacts_next_owner_idx" ON "contacts" ("tenant_id", "next_owner_id") WHERE "next_owner_id" IS NOT NULL;
-- The written next steps of a member, by day. Under row-level security PostgreSQL uses no index of a coalesce.
CREATE INDEX "contacts_next_step_idx" ON "contacts" ("tenant_id", (case when "next_step_owner_id" is null then "owner_id" else "next_step_owner_id" end), "next_step_on", "id")
  WHERE "next_step" IS NOT NULL AND "archived_at" IS NULL;
-- The contacts whose written next step is due.
CREATE INDEX "contacts_next_step_on_idx" ON "contacts" ("tenant_id", "next_step_on", "id") WHERE "next_step" IS NOT NULL AND "archived_at" IS NULL;
-- Contacts without a dated next step, longest without contact first: a page of everybody's follow-up list.
CREATE INDEX "contacts_without_step_idx" ON "contacts" ("tenant_id", (case when "last_contacted_at" is null then "created_at" else "last_contacted_at" end), "id")
  WHERE "archived_at" IS NULL AND "next_at" IS NULL;
-- Contacts with a next step that has no owner.
CREATE INDEX "contacts_step_of_nobody_idx" ON "contacts" ("tenant_id", (case when "last_contacted_at" is null then "created_at" else "last_contacted_at" end), "id")
  WHERE "archived_at" IS NULL AND "next_at" IS NOT NULL AND "next_owner_id" IS NULL;

-- Values of a field that no two records may share: its rows have a name behind "!".
CREATE UNIQUE INDEX "custom_values_unique" ON "custom_values"("tenant_id", "field", "text") WHERE "field" LIKE '!%';
-- Texts only, no choices, references or numbers. The condition also keeps the index out of what Prisma compares: it cannot
-- say operator classes.
CREATE INDEX "custom_values_parts_idx" ON "custom_values" USING GIN ("tenant_id", "field", "parts" gin_trgm_ops) WHERE "parts" IS NOT NULL;

-- Deliveries of all workspaces that wait or were set aside, for the relay: few rows, whatever the table holds.
CREATE INDEX "event_deliveries_waiting_idx" ON "event_deliveries" ("consumer", "event_id") WHERE "delivered_at" IS NULL;
-- Deliveries of one workspace that were set aside.
CREATE INDEX "event_deliveries_parked_idx" ON "event_deliveries" ("tenant_id", "event_id") WHERE "delivered_at" IS NULL AND "parked_at" IS NOT NULL;

-- The lines of the audit log in its order, with the acts of jobs and webhooks.
CREATE INDEX "events_first_idx" ON "events"("tenant_id", "id") WHERE "is_first" IS NOT FALSE;
-- The events of a batch, by name: the group of a line of the audit log.
CREATE INDEX "events_of_batches_idx" ON "events"("tenant_id", "batch_id", "name", "id") WHERE "batch_id" IS NOT NULL;
-- The audit log by the kind of actor: most events are of members, so they need no index of their own.
CREATE INDEX "events_of_jobs_idx" ON "events"("tenant_id", "id") WHERE "actor"->>'type' IN ('system', 'webhook');
CREATE INDEX "events_of_keys_idx" ON "events"("tenant_id", "id") WHERE "actor"->>'type' = 'apiKey';
-- The lines of the audit log in its order, without the acts of jobs and webhooks: as it is shown at first.
CREATE INDEX "events_of_people_idx" ON "events"("tenant_id", "id")
  WHERE "is_first" IS NOT FALSE AND "actor"->>'type' NOT IN ('system', 'webhook');
CREATE INDEX "events_of_staff_idx" ON "events"("tenant_id", "id") WHERE "impersonator_id" IS NOT NULL;
-- Acts of support sessions, for their transcripts.
CREATE INDEX "events_of_support_idx" ON "events"("tenant_id", "impersonator_id", "id") WHERE "impersonator_id" IS NOT NULL;

-- One picture of a record or member.
CREATE UNIQUE INDEX "files_picture" ON "files"("tenant_id", "record_id") WHERE purpose = 'picture' AND removed_at IS NULL;
-- Files that a job deletes for good.
CREATE INDEX "files_removed" ON "files"("tenant_id", "removed_at") WHERE removed_at IS NOT NULL;

-- Acts of people that name a workspace: they are deleted with it.
CREATE INDEX "identity_events_of_workspace_idx" ON "identity_events" (("data" ->> 'tenantId')) WHERE "data" ? 'tenantId';

ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_status_check" CHECK ("status" IN ('waiting', 'done', 'cancelled'));
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_phase_check" CHECK ("phase" IN ('make', 'rows', 'links', 'finish'));

ALTER TABLE "import_files" ADD CONSTRAINT "import_files_status_check" CHECK ("status" IN ('reading', 'ready'));

ALTER TABLE "import_records" ADD CONSTRAINT "import_records_action_check" CHECK ("action" IN ('created', 'updated'));
ALTER TABLE "import_records" ADD CONSTRAINT "import_records_reverted_check" CHECK ("reverted" IN ('deleted', 'restored', 'kept'));
-- The changed records of a file, in the order of its lines. Created ones are many and are not listed so.
CREATE INDEX "import_records_changed_idx" ON "import_records"("tenant_id", "import_id", "file_id", "line", "record_id") WHERE "action" = 'updated';

-- Rows with a problem, an edit or a merge are few: the wizard pages through them by line.
CREATE INDEX "import_rows_marked_idx" ON "import_rows" ("tenant_id", "file_id", "line") WHERE "problems" IS NOT NULL OR "skipped" OR "edits" IS NOT NULL;
CREATE INDEX "import_rows_merged_idx" ON "import_rows" ("tenant_id", "file_id", "line") WHERE "merged" IS NOT NULL;

ALTER TABLE "imports" ADD CONSTRAINT "imports_status_check" CHECK ("status" IN ('draft', 'checking', 'ready', 'running', 'done', 'failed', 'cancelled', 'reverting', 'reverted'));
-- Unfinished imports of all workspaces are looked for every second and counted for operators: few of very many.
CREATE INDEX "imports_unfinished_idx" ON "imports" ("tenant_id") WHERE "status" IN ('checking', 'running', 'reverting');

ALTER TABLE "invitations" ADD CONSTRAINT "invitations_role_check" CHECK ("role" IN ('admin', 'manager', 'member', 'viewer', 'guest'));

-- Work that runs or failed, of all workspaces, newest first: the console of staff lists it.
CREATE INDEX "job_runs_console_idx" ON "job_runs" ("started_at" DESC, "id" DESC) WHERE "status" IN ('running', 'failed');

ALTER TABLE "member_grants" ADD CONSTRAINT "member_grants_effect_check" CHECK ("effect" IN ('allow', 'deny'));

ALTER TABLE "members" ADD CONSTRAINT "members_active_user_check" CHECK ("status" <> 'active' OR "user_id" IS NOT NULL);
ALTER TABLE "members" ADD CONSTRAINT "members_status_check" CHECK ("status" IN ('active', 'invited', 'placeholder', 'removed'));
-- A change of role asks for the owners of the workspace.
CREATE INDEX "members_owners_idx" ON "members" ("tenant_id", "id") WHERE "role" = 'owner';
ALTER TABLE "members" ADD CONSTRAINT "members_role_check" CHECK ("role" IN ('owner', 'admin', 'manager', 'member', 'viewer', 'guest'));

-- A minute of the day.
ALTER TABLE "notification_hours" ADD CONSTRAINT "notification_hours_digest_at_check" CHECK ("digest_at" BETWEEN 0 AND 1439);

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_status_check" CHECK ("status" IN ('open', 'won', 'lost'));
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_probability_check" CHECK ("probability" BETWEEN 0 AND 100);
-- Open opportunities of a stage by their last touch: those that were left alone too long are found first.
CREATE INDEX "opportunities_open_touched_idx" ON "opportunities" ("tenant_id", "stage_id", "touched_at") WHERE "status" = 'open' AND "archived_at" IS NULL;
CREATE INDEX "opportunities_archived_idx" ON "opportunities" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
-- Opportunities that wait for a next step, for each owner.
CREATE INDEX "opportunities_follow_up_idx" ON "opportunities" ("tenant_id", "owner_id", "next_at") WHERE "status" = 'open' AND "archived_at" IS NULL;
CREATE INDEX "opportunities_next_step_owner_idx" ON "opportunities" ("tenant_id", "next_step_owner_id") WHERE "next_step_owner_id" IS NOT NULL;
CREATE INDEX "opportunities_next_owner_idx" ON "opportunities" ("tenant_id", "next_owner_id") WHERE "next_owner_id" IS NOT NULL;
-- The agenda of a member: opportunities that are to close, the earliest first.
CREATE INDEX "opportunities_agenda_idx" ON "opportunities" ("tenant_id", "owner_id", "expected_close_date", "id")
  WHERE "status" = 'open' AND "archived_at" IS NULL;
-- The written next steps of a member, by day. Under row-level security PostgreSQL uses no index of a coalesce.
CREATE INDEX "opportunities_next_step_idx" ON "opportunities" ("tenant_id", (case when "next_step_owner_id" is null then "owner_id" else "next_step_owner_id" end), "next_step_on", "id")
  WHERE "next_step" IS NOT NULL AND "status" = 'open' AND "archived_at" IS NULL;
-- Opportunities whose follow-up time was not computed, or was computed with other working hours.
CREATE INDEX "opportunities_service_idx" ON "opportunities" ("tenant_id", "stage_id", "service_stamp", "id") WHERE "status" = 'open' AND "archived_at" IS NULL;
-- Opportunities without a dated next step, longest untouched first: a page of everybody's follow-up list.
CREATE INDEX "opportunities_without_step_idx" ON "opportunities" ("tenant_id", (case when "touched_at" is null then "created_at" else "touched_at" end), "id")
  WHERE "status" = 'open' AND "archived_at" IS NULL AND "next_at" IS NULL;
-- Opportunities with a next step that has no owner.
CREATE INDEX "opportunities_step_of_nobody_idx" ON "opportunities" ("tenant_id", (case when "touched_at" is null then "created_at" else "touched_at" end), "id")
  WHERE "status" = 'open' AND "archived_at" IS NULL AND "next_at" IS NOT NULL AND "next_owner_id" IS NULL;

-- At most one primary contact for each opportunity.
CREATE UNIQUE INDEX "opportunity_contacts_one_primary_key" ON "opportunity_contacts" ("tenant_id", "opportunity_id") WHERE "is_primary";

-- One default pipeline per workspace.
CREATE UNIQUE INDEX "pipelines_one_default_key" ON "pipelines" ("tenant_id") WHERE "is_default";

CREATE INDEX "product_categories_archived_idx" ON "product_categories" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

ALTER TABLE "products" ADD CONSTRAINT "products_price_check" CHECK (("price_minor" IS NULL) = ("currency" IS NULL));
CREATE INDEX "products_archived_idx" ON "products" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

CREATE INDEX "projects_archived_idx" ON "projects" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
-- The limit of projects counts those that are not archived: few, however many are archived.
CREATE INDEX "projects_counted_idx" ON "projects" ("tenant_id", "id") WHERE "archived_at" IS NULL;

ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_scope_check" CHECK ("scope" IN ('private', 'team', 'workspace') AND ("scope" = 'team') = ("team_id" IS NOT NULL));

-- Every row has a text. The condition keeps the index out of what Prisma compares: it cannot say its operator classes.
CREATE INDEX "search_documents_text_idx" ON "search_documents" USING GIN ("tenant_id", "entity", "text" gin_trgm_ops) WHERE "text" IS NOT NULL;

-- Sessions that ended, and whose open connections are still to be closed.
CREATE INDEX "sessions_to_cut_idx" ON "sessions" (least("revoked_at", "expires_at")) WHERE "cut_at" IS NULL;

ALTER TABLE "staff" ADD CONSTRAINT "staff_role_check" CHECK ("role" IN ('support', 'operator'));

ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_source_check" CHECK ("source" IN ('app', 'api', 'import', 'system'));
ALTER TABLE "stage_entries" ADD CONSTRAINT "stage_entries_order_check" CHECK ("left_at" IS NULL OR "entered_at" IS NULL OR "left_at" >= "entered_at");
-- An opportunity is in one stage at a time: one open entry, whoever writes history.
CREATE UNIQUE INDEX "stage_entries_one_open_key" ON "stage_entries" ("tenant_id", "opportunity_id") WHERE "left_at" IS NULL;

ALTER TABLE "stages" ADD CONSTRAINT "stages_type_check" CHECK ("type" IN ('open', 'won', 'lost'));
ALTER TABLE "stages" ADD CONSTRAINT "stages_probability_check" CHECK ("probability" BETWEEN 0 AND 100);
ALTER TABLE "stages" ADD CONSTRAINT "stages_color_check" CHECK ("color" BETWEEN 1 AND 8);
ALTER TABLE "stages" ADD CONSTRAINT "stages_service_hours_check" CHECK ("service_hours" > 0);

ALTER TABLE "support_access" ADD CONSTRAINT "support_access_mode_check"
  CHECK ("mode" IN ('never', 'ask', 'until') AND ("mode" = 'until') = ("ends_at" IS NOT NULL));

-- Open sessions of support, and those that owners and admins are still to be told of.
CREATE INDEX "support_sessions_open_idx" ON "support_sessions"("tenant_id", "session_id") WHERE "ended_at" IS NULL;
CREATE INDEX "support_sessions_untold_idx" ON "support_sessions"("tenant_id", "id") WHERE "started_at" IS NOT NULL AND "end_told_at" IS NULL;
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_minutes_check" CHECK ("minutes" BETWEEN 1 AND 60);
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_time_check"
  CHECK ("expires_at" <= "started_at" + interval '60 minutes');
-- The support sessions of a sign-in: they end with it.
CREATE INDEX "support_sessions_of_session_idx" ON "support_sessions"("session_id") WHERE "session_id" IS NOT NULL;

-- The series whose next task is to be made.
CREATE INDEX "task_series_next_idx" ON "task_series" ("tenant_id", "next_at", "id") WHERE "next_at" IS NOT NULL;

CREATE INDEX "task_statuses_archived_idx" ON "task_statuses" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

CREATE INDEX "tasks_archived_idx" ON "tasks" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
-- The agenda of a member: tasks that are still to be done, the earliest first.
CREATE INDEX "tasks_agenda_idx" ON "tasks" ("tenant_id", "owner_id", "due_on", "id")
  WHERE "completed_at" IS NULL AND "archived_at" IS NULL;

ALTER TABLE "tenants" ADD CONSTRAINT "tenants_status_check" CHECK ("status" IN ('active', 'suspended'));
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_deletion_check" CHECK (("deletion_due_at" IS NULL) = ("deletion_asked_at" IS NULL));
-- The lists of workspaces of staff, by name.
CREATE INDEX "tenants_name_idx" ON "tenants" (lower("name") COLLATE "C", "id");

ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_check" CHECK (num_nonnulls("member_id", "role") = 1 AND num_nonnulls("view_id", "key") = 1);

ALTER TABLE "visibility_settings" ADD CONSTRAINT "visibility_settings_level_check" CHECK ("level" IN ('everyone', 'team', 'own'));

CREATE INDEX "workflows_archived_idx" ON "workflows" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

ALTER TABLE "workspace_exports" ADD CONSTRAINT "workspace_exports_status_check"
  CHECK ("status" IN ('waiting', 'running', 'done', 'failed', 'expired'));
-- An owner has one open export: two requests at once make one.
CREATE UNIQUE INDEX "workspace_exports_open_key" ON "workspace_exports" ("tenant_id", "asked_by_id")
  WHERE "status" IN ('waiting', 'running');
