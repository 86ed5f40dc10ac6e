-- The clock of background work: when a workspace's job is next asked for due work. A row of the job "*" asks all jobs.
create table due_work (
  "tenant_id" uuid not null default (nullif(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
  "job" text not null,
  "at" timestamptz(3) not null,
  constraint "due_work_pkey" primary key ("tenant_id", "job")
);
create index "due_work_at_idx" on "due_work"("at");
alter table "due_work" add constraint "due_work_tenant_id_fkey" foreign key ("tenant_id") references "tenants"("id") on delete cascade on update cascade;

-- A new workspace is asked for everything at once, whoever made it.
create function ask_new_workspace() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.due_work (tenant_id, job, at) values (new.id, '*', now());
  return null;
end
$$;
create trigger ask_new_workspace after insert on tenants for each row execute function ask_new_workspace();

-- Those that exist are asked within an hour, not all at once.
alter table "tenants" NO FORCE ROW LEVEL SECURITY;
insert into due_work (tenant_id, job, at) select id, '*', now() + random() * interval '1 hour' from tenants;
alter table "tenants" force row level security;
