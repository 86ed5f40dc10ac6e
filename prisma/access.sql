-- Version 21. Raise the number with every change: a server that expects a newer one says that it is not ready.
-- Repeatable: roles' rights and row-level security. Applied after every migration, safe to apply again.
-- Role names come from the settings throughline.app_role and throughline.platform_role where the operator chose others.
do $$
declare
  app text := coalesce(nullif(current_setting('throughline.app_role', true), ''), 'throughline_app');
  platform text := coalesce(nullif(current_setting('throughline.platform_role', true), ''), 'throughline_platform');
  tenant_of constant text := '(select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)';
  purged constant text := '(select nullif(current_setting(''app.purged_tenant'', true), '''')::uuid)';
  t record;
  p record;
begin
  execute format('grant usage on schema public to %I, %I', app, platform);
  execute format('revoke all on all tables in schema public from %I, %I', app, platform);

  for p in select policyname, tablename from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on public.%I', p.policyname, p.tablename);
  end loop;

  -- Every table with a tenant column: enabled, forced, one policy for the app role. Forced are all but the documents of
  -- search and the keys of custom fields: trigrams lose their index under a policy, so search_find and custom_find read
  -- them as their owner, for one tenant. Partitions have no right and no policy: everybody reads and writes through the table.
  for t in
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table public.%I enable row level security', t.name);
    execute format('alter table public.%I %s row level security', t.name,
      case when t.name in ('search_documents', 'custom_values') then 'no force' else 'force' end);
    execute format('create policy tenant on public.%I to %I using (tenant_id = %s) with check (tenant_id = %s)', t.name, app, tenant_of, tenant_of);
    execute format('grant select, insert, update, delete on public.%I to %I', t.name, app);
    -- The end of a workspace: purge_tenant runs as the owner, whom policies bind too, and names one that is due.
    execute format('create policy purge on public.%I to current_user using (tenant_id = %s) with check (tenant_id = %s)', t.name, purged, purged);
  end loop;

  -- A tenant is its own row: the app role reads, creates and changes only the one it works for, and deletes none.
  alter table public.tenants enable row level security;
  alter table public.tenants force row level security;
  execute format('create policy tenant on public.tenants to %I using (id = %s) with check (id = %s)', app, tenant_of, tenant_of);
  execute format('grant select, insert, update on public.tenants to %I', app);
  execute format('create policy purge on public.tenants to current_user using (id = %s) with check (id = %s)', purged, purged);

  -- Audit rows are written once: no update, no delete.
  execute format('revoke update, delete on public.events, public.event_subjects from %I', app);

  -- But for an erased person: redact_events and redact_mentions run as the owner, for one workspace and an open request that is in the log.
  execute format('create policy redaction on public.events to current_user using (tenant_id = %s) with check (tenant_id = %s)', tenant_of, tenant_of);
  execute format('create policy redaction on public.event_subjects for select to current_user using (tenant_id = %s)', tenant_of);
  execute format('create policy redaction on public.record_links for select to current_user using (tenant_id = %s)', tenant_of);
  execute format('create policy redaction on public.privacy_requests for select to current_user using (tenant_id = %s)', tenant_of);
  execute format('grant execute on function public.redact_events(uuid, integer, boolean), public.redact_mentions(uuid, uuid, integer) to %I', app);
  execute format('revoke update, delete on public.privacy_requests from %I', app);
  execute format('grant update (closed_at) on public.privacy_requests to %I', app);

  -- The ledger of use is written once too.
  execute format('revoke update, delete on public.usage_events from %I', app);

  -- The platform role: identity tables, and named look-ups before a tenant is known.
  execute format('grant select, insert, update, delete on public.users, public.sessions, public.auth_tokens, public.totp_secrets, public.recovery_codes, public.passkeys, public.passkey_challenges, public.email_changes, public.rate_limits to %I', platform);
  execute format('grant select, insert on public.identity_events to %I', platform);
  execute format('grant execute on function public.forget_identity_events(integer) to %I', platform);
  execute format('create policy platform_lookup on public.tenants for select to %I using (true)', platform);
  execute format('create policy platform_lookup on public.members for select to %I using (true)', platform);
  execute format('create policy platform_lookup on public.member_grants for select to %I using (true)', platform);
  execute format('create policy platform_lookup on public.visibility_settings for select to %I using (true)', platform);
  -- The time zone of a member, which each request reads.
  execute format('create policy platform_lookup on public.calendars for select to %I using (true)', platform);
  execute format('grant select (id, tenant_id, parent_id, zone) on public.calendars to %I', platform);
  execute format('create policy platform_lookup on public.subscriptions for select to %I using (true)', platform);
  execute format('create policy platform_lookup on public.tenant_modules for select to %I using (true)', platform);
  execute format('create policy platform_lookup on public.entitlement_overrides for select to %I using (true)', platform);
  execute format('grant select on public.subscriptions, public.tenant_modules, public.entitlement_overrides to %I', platform);
  execute format('create policy platform_lookup on public.join_domains for select to %I using (confirmed_at is not null)', platform);
  execute format('grant select (tenant_id, domain, confirmed_at) on public.join_domains to %I', platform);
  execute format('create policy platform_lookup on public.invitations for select to %I using (true)', platform);
  execute format('create policy platform_lookup on public.api_keys for select to %I using (true)', platform);
  execute format('create policy platform_touch on public.api_keys for update to %I using (true) with check (true)', platform);
  execute format('create policy platform_unfinished on public.imports for select to %I using (status in (''checking'', ''running'', ''reverting''))', platform);
  -- The relay: what happened and to which record, not what was written there; and its own marks.
  execute format('create policy platform_relay on public.events for select to %I using (true)', platform);
  execute format('grant select (id, tenant_id, name, entity, entity_id, entity_version, actor_member_id, origin, at) on public.events to %I', platform);
  -- Sign-ins and the like, told to each workspace of a person: acts of a member on themselves, or of nobody.
  execute format('create policy platform_told on public.events for insert to %I with check (entity = ''member'' and name like ''member.%%'' and coalesce(actor_member_id, entity_id) = entity_id)', platform);
  execute format('grant insert (id, tenant_id, name, entity, entity_id, actor, actor_member_id, data, request_id) on public.events to %I', platform);
  execute format('create policy platform_relay on public.event_deliveries for all to %I using (true) with check (true)', platform);
  execute format('grant select, delete on public.event_deliveries to %I', platform);
  execute format('grant update (attempts, due_at, delivered_at, parked_at, reason) on public.event_deliveries to %I', platform);
  -- Webhooks of Stripe, before a workspace is known.
  execute format('grant select, insert, update, delete on public.billing_events to %I', platform);
  execute format('grant select on public.tenants, public.members, public.member_grants, public.visibility_settings, public.invitations, public.api_keys to %I', platform);
  execute format('grant update (last_used_at) on public.api_keys to %I', platform);
  execute format('grant select (id, tenant_id, status, attempts, leased_until, updated_at) on public.imports to %I', platform);
  -- Webhooks of services that workspaces connect: which connections have an account; and whose tokens a new key seals.
  execute format('create policy platform_lookup on public.connections for select to %I using (true)', platform);
  execute format('grant select (id, tenant_id, provider, account_id, "grant") on public.connections to %I', platform);
  -- Staff: who they are, what they did, and the sessions in which they open a workspace.
  execute format('grant select, insert, update, delete on public.staff to %I', platform);
  execute format('grant select, insert on public.staff_events to %I', platform);
  execute format('grant insert on public.staff_events to %I', app);
  execute format('grant execute on function public.is_staff(uuid) to %I', app);
  execute format('create policy platform_support on public.support_sessions for all to %I using (true) with check (true)', platform);
  execute format('create policy platform_lookup on public.support_access for select to %I using (true)', platform);
  execute format('grant select, insert, update on public.support_sessions to %I', platform);
  execute format('grant select on public.support_access to %I', platform);
  -- Imports fill tables faster than the database looks at them.
  execute format('grant execute on function public.analyze_growing_tables() to %I', app);
  -- The end of a workspace: both functions refuse one that is not due.
  execute format('grant execute on function public.purge_tenant_rows(uuid, integer), public.purge_tenant(uuid) to %I', platform);
  -- The console of staff counts records and lists work that runs or failed, in all workspaces; it reads no record.
  execute format('create policy platform_console on public.search_documents for select to %I using (true)', platform);
  execute format('grant select (tenant_id, entity) on public.search_documents to %I', platform);
  execute format('create policy platform_console on public.job_runs for select to %I using (status in (''running'', ''failed''))', platform);
  execute format('grant select (id, tenant_id, job, status, reason, started_at, finished_at, retried_at) on public.job_runs to %I', platform);
  execute format('create policy platform_failed on public.imports for select to %I using (status = ''failed'')', platform);
  execute format('grant select (failure) on public.imports to %I', platform);
  -- The clock: which workspace has due work, of which job and when; the work itself is done for one workspace.
  execute format('create policy platform_clock on public.due_work for select to %I using (true)', platform);
  execute format('grant select (tenant_id, job, at) on public.due_work to %I', platform);
  -- Partitions of the months to come.
  execute format('grant execute on function public.extend_partitions(timestamptz) to %I', platform);
  -- Readiness: which migrations are applied.
  execute format('grant select (migration_name, finished_at, rolled_back_at) on public._prisma_migrations to %I', platform);
end
$$;
